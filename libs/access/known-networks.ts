import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import type { NetworkFacts, networkRegistered, networkUpdated } from '#contracts';
import { type AnnouncedAs, putIfNewer } from '#messaging';
import { Database } from '#persistence';
import { Forbidden, InvalidFields } from '#platform';

/** A network joined, or its public facts changed. */
export type NetworkChange = AnnouncedAs<typeof networkRegistered | typeof networkUpdated>;

type KnownNetwork = NetworkFacts & { _id: string; v: number };
const factsAlone = { _id: 0, v: 0 } as const;

/** The networks that a service has heard of, as submission tells them: a read model of its own. */
@Injectable()
export class KnownNetworks {
  readonly model: Model<KnownNetwork>;

  constructor(database: Database) {
    this.model = database.model<KnownNetwork>('networks', new Schema({ _id: String, v: Number }, { strict: false }));
  }

  /** In whatever order it is heard. A service that wants them has a reaction that does this. */
  async remember({ data, aggregateVersion: v }: NetworkChange): Promise<void> {
    await putIfNewer(this.model, { ...data, _id: data.networkId, v });
  }

  async forget(): Promise<void> {
    await this.model.deleteMany();
  }

  /** Who is sectoral and who is territorial. */
  async kinds(ids: readonly string[]): Promise<Map<string, NetworkFacts['networkKind']>> {
    const found = await this.model.find({ _id: { $in: ids } } as never, { networkKind: 1 }).lean<KnownNetwork[]>();
    return new Map(found.map(({ _id, networkKind }) => [_id, networkKind]));
  }

  /**
   * The network that somebody speaks for: theirs, or the one that they name when they have several.
   *
   * @param own ids of the networks for which they may.
   * @param named an id or a slug.
   * @throws Forbidden, InvalidFields
   */
  async speakingFor(own: readonly string[], named?: string): Promise<NetworkFacts> {
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
    return this.model.find({ $or: either } as never, factsAlone).lean<NetworkFacts[]>();
  }

  private async facts(ids: readonly string[]): Promise<NetworkFacts[]> {
    return this.model.find({ _id: { $in: ids } } as never, factsAlone).lean<NetworkFacts[]>();
  }
}
