import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { networksOf, type Principal } from '#access';
import { type NetworkFacts, networkRegistered, networkUpdated } from '#contracts';
import { type AnnouncedAs, OnEvent, putIfNewer, type WritesReadModel } from '#messaging';
import { Database } from '#persistence';
import { Forbidden, InvalidFields } from '#platform';

type KnownNetwork = NetworkFacts & { _id: string; v: number };

/** The networks that we have heard of: who is sectoral and who is territorial decides what a specific resource needs. */
@Injectable()
export class KnownNetworks {
  readonly model: Model<KnownNetwork>;

  constructor(database: Database) {
    this.model = database.model<KnownNetwork>('networks', new Schema({ _id: String, v: Number }, { strict: false }));
  }

  async kinds(ids: readonly string[]): Promise<Map<string, NetworkFacts['networkKind']>> {
    const found = await this.model.find({ _id: { $in: ids } } as never, { networkKind: 1 }).lean<KnownNetwork[]>();
    return new Map(found.map(({ _id, networkKind }) => [_id, networkKind]));
  }

  /**
   * The network that somebody speaks for: theirs, or the one that they name when they have several.
   *
   * @throws Forbidden, InvalidFields
   */
  async speakingFor(caller: Principal, named?: string): Promise<NetworkFacts> {
    const own = caller.kind === 'network' ? [caller.id] : networksOf(caller, 'contributor', 'facilitator');
    const known = own.length ? await this.facts(own) : [];
    const found = named ? known.find(({ networkId, slug }) => [networkId, slug].includes(named)) : known[0];
    if (found && (named || own.length === 1)) return found;
    if (named || own.length < 2) throw new Forbidden();
    const detail = { fr: 'Dites pour lequel de vos réseaux.', en: 'Say for which of your networks.' };
    throw new InvalidFields([{ pointer: '/network', code: 'required', detail }]);
  }

  /** Those that these ids or slugs name. */
  async named(names: readonly string[]): Promise<NetworkFacts[]> {
    const either = [{ _id: { $in: names } }, { slug: { $in: names } }];
    return this.model.find({ $or: either } as never, { _id: 0, v: 0 }).lean<NetworkFacts[]>();
  }

  async facts(ids: readonly string[]): Promise<NetworkFacts[]> {
    return this.model.find({ _id: { $in: ids } } as never, { _id: 0, v: 0 }).lean<NetworkFacts[]>();
  }
}

@Injectable()
export class RememberNetworks implements WritesReadModel {
  constructor(private readonly networks: KnownNetworks) {}

  @OnEvent(networkRegistered, networkUpdated)
  async whenNetworkChanged({
    data,
    aggregateVersion: v,
  }: AnnouncedAs<typeof networkRegistered | typeof networkUpdated>) {
    await putIfNewer(this.networks.model, { ...data, _id: data.networkId, v });
  }

  async forget(): Promise<void> {
    await this.networks.model.deleteMany();
  }
}
