import { Injectable } from '@nestjs/common';
import { announce, endpointDisabled } from '#contracts';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database } from '#persistence';
import type { Endpoint } from './endpoint.ts';

const hidden = { outbox: 0, relay: 0, idempotency: 0 } as const;

@Injectable()
export class EndpointRepository {
  readonly store: AggregateStore<Endpoint>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<Endpoint>(database, relay, 'webhook_endpoints', [
      [{ network: 1, _id: 1 }],
      [{ partition: 1, status: 1 }],
    ]);
  }

  async ofNetworks(networks: readonly string[], after: string | undefined, limit: number) {
    const all = { network: { $in: networks }, status: { $ne: 'deleted' } };
    const [items, total] = await Promise.all([
      this.store.model
        .find({ ...all, ...(after ? { _id: { $gt: after } } : {}) } as never, hidden)
        .sort({ _id: 1 })
        .limit(limit)
        .lean<Endpoint[]>(),
      this.store.model.countDocuments(all as never),
    ]);
    return { items, total };
  }

  /** Of a network, at an address as it is shown: several chats may look the same. */
  async atAddress(network: string, url: string): Promise<Endpoint[]> {
    return this.store.model.find({ network, url, status: { $ne: 'deleted' } } as never, hidden).lean<Endpoint[]>();
  }

  /** Everything that a dispatcher serves. */
  async ofPartition(partition: number): Promise<Endpoint[]> {
    return this.store.model.find({ partition, status: { $ne: 'deleted' } } as never, hidden).lean<Endpoint[]>();
  }

  /** The same, as much as tells whether one changed. */
  async versionsIn(partition: number): Promise<Pick<Endpoint, '_id' | 'v'>[]> {
    return this.store.model
      .find({ partition, status: { $ne: 'deleted' } } as never, { v: 1 })
      .lean<Pick<Endpoint, '_id' | 'v'>[]>();
  }

  async allOf(ids: readonly string[]): Promise<Endpoint[]> {
    if (ids.length === 0) return [];
    return this.store.model
      .find({ _id: { $in: [...ids] }, status: { $ne: 'deleted' } } as never, hidden)
      .lean<Endpoint[]>();
  }

  /** Changes an endpoint whatever else happens to it meanwhile. */
  async change(id: string, decide: (endpoint: Endpoint) => Partial<Endpoint> | null, now: Date): Promise<void> {
    await this.store.change(async () => {
      const endpoint = await this.store.find(id);
      const changes = endpoint && decide(endpoint);
      if (endpoint && changes) await this.store.save(endpoint, changes, now);
    });
  }

  /** Ends what an endpoint gets, until its owner enables it again. It is announced, once. */
  async disable(id: string, reason: string, now: Date): Promise<void> {
    await this.store.change(async () => {
      const endpoint = await this.store.find(id);
      if (!endpoint || endpoint.status === 'deleted' || endpoint.status === 'disabled') return;
      const announced = announce(endpointDisabled, { endpointId: id, networkId: endpoint.network, reason });
      await this.store.save(endpoint, { status: 'disabled', reason }, now, announced);
    });
  }
}
