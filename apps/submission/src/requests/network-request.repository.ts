import { Injectable } from '@nestjs/common';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database } from '#persistence';
import type { NetworkRequest } from './network-request.ts';

@Injectable()
export class NetworkRequestRepository {
  readonly store: AggregateStore<NetworkRequest>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<NetworkRequest>(database, relay, 'network_requests', [[{ status: 1, _id: 1 }]]);
  }

  /** The oldest first. */
  async list(status: NetworkRequest['status'] | undefined, after: string | undefined, limit: number) {
    const wanted = status ? { status } : {};
    const [items, total] = await Promise.all([
      this.store.model
        .find({ ...wanted, ...(after ? { _id: { $gt: after } } : {}) } as never, { outbox: 0, relay: 0 })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<NetworkRequest[]>(),
      this.store.model.countDocuments(wanted as never),
    ]);
    return { items, total };
  }

  /** Asked before that moment, by somebody whose address is still known. */
  askedBefore(moment: string): AsyncIterable<NetworkRequest> {
    return this.store.model
      .find({ askedAt: { $lt: moment }, 'contact.email': { $gt: '' } } as never, { outbox: 0, relay: 0 })
      .lean<NetworkRequest[]>()
      .cursor() as AsyncIterable<NetworkRequest>;
  }
}
