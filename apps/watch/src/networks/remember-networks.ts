import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { networksOf, type Principal } from '#access';
import { type NetworkFacts, networkRegistered, networkUpdated, type Role } from '#contracts';
import { type AnnouncedAs, OnEvent, putIfNewer, type WritesReadModel } from '#messaging';
import { Database } from '#persistence';
import { Forbidden, InvalidFields } from '#platform';

type KnownNetwork = NetworkFacts & { _id: string; v: number };

/** The networks that we have heard of: whoever chooses an item says for which of theirs. */
@Injectable()
export class KnownNetworks {
  readonly model: Model<KnownNetwork>;

  constructor(database: Database) {
    this.model = database.model<KnownNetwork>('networks', new Schema({ _id: String, v: Number }, { strict: false }));
  }

  /**
   * The network for which somebody acts in one of these roles: theirs, or the one that they name when they have several,
   * by its id or its slug.
   *
   * @throws Forbidden, InvalidFields
   */
  async speakingFor(caller: Principal, roles: readonly Role[], named?: string): Promise<NetworkFacts> {
    const own = networksOf(caller, ...roles);
    const known = own.length ? await this.facts(own) : [];
    const found = named ? known.find(({ networkId, slug }) => [networkId, slug].includes(named)) : known[0];
    if (found && (named || own.length === 1)) return found;
    if (named || own.length < 2) throw new Forbidden();
    const detail = { fr: 'Dites pour lequel de vos réseaux.', en: 'Say for which of your networks.' };
    throw new InvalidFields([{ pointer: '/network', code: 'required', detail }]);
  }

  async named(name: string): Promise<NetworkFacts | null> {
    return this.model.findOne({ $or: [{ _id: name }, { slug: name }] } as never, { _id: 0, v: 0 }).lean<NetworkFacts>();
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
