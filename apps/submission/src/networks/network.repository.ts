import { Injectable } from '@nestjs/common';
import { type Announcement, announce, networkRegistered, networkUpdated } from '#contracts';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database } from '#persistence';
import { nearest } from '#taxonomy';
import { unknownNetwork } from './network.problems.ts';
import { factsOf, type Network } from './network.ts';

@Injectable()
export class NetworkRepository {
  readonly store: AggregateStore<Network>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<Network>(database, relay, 'networks', [[{ slug: 1 }, { unique: true }]]);
    this.store.reannounces((network) => [announce(networkUpdated, factsOf(network))]);
  }

  /** By id or by slug: people write slugs, programs keep ids. */
  async find(idOrSlug: string): Promise<Network | null> {
    return this.store.findOne({ $or: [{ _id: idOrSlug }, { slug: idOrSlug }] });
  }

  /** @throws InvalidFields naming the field when the directory does not know it. */
  async named(idOrSlug: string, pointer: string): Promise<Network> {
    const network = await this.find(idOrSlug);
    if (network) return network;
    const slugs = await this.store.model.find({}, { slug: 1 }).limit(5_000).lean<Network[]>();
    throw unknownNetwork(
      pointer,
      idOrSlug,
      nearest(
        idOrSlug,
        slugs.map(({ slug }) => slug),
      ),
    );
  }

  async everyone(): Promise<Network[]> {
    return this.store.model.find({}, { outbox: 0, relay: 0 }).sort({ _id: 1 }).limit(5_000).lean<Network[]>();
  }

  async byIds(ids: readonly string[]): Promise<Map<string, Network>> {
    const found = await this.store.model
      .find({ _id: { $in: [...new Set(ids)] } } as never, { outbox: 0, relay: 0 })
      .lean<Network[]>();
    return new Map(found.map((network) => [network._id, network]));
  }

  async add(network: Omit<Network, 'v'>, now: Date): Promise<Network> {
    return this.store.insert(network, now, announce(networkRegistered, factsOf({ ...network, v: 0 })));
  }

  async change(seen: Network, edits: Partial<Network>, now: Date, ...more: Announcement[]): Promise<Network> {
    return this.store.save(seen, edits, now, announce(networkUpdated, factsOf({ ...seen, ...edits })), ...more);
  }

  async list(after: string | undefined, limit: number): Promise<{ items: Network[]; total: number }> {
    const [items, total] = await Promise.all([
      this.store.model
        .find(after ? ({ _id: { $gt: after } } as never) : {}, { outbox: 0, relay: 0 })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<Network[]>(),
      this.store.model.countDocuments(),
    ]);
    return { items, total };
  }
}
