import { Injectable } from '@nestjs/common';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database } from '#persistence';
import type { Plan } from './plan.ts';

@Injectable()
export class PlanRepository {
  readonly store: AggregateStore<Plan>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<Plan>(database, relay, 'plans', [
      [{ network: 1, _id: 1 }],
      [{ status: 1, dueAt: 1 }],
    ]);
  }

  async list(networks: readonly string[], after: string | undefined, limit: number) {
    const wanted = { network: { $in: networks } };
    const [items, total] = await Promise.all([
      this.store.model
        .find({ ...wanted, ...(after ? { _id: { $gt: after } } : {}) } as never, { outbox: 0, relay: 0 })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<Plan[]>(),
      this.store.model.countDocuments(wanted as never),
    ]);
    return { items, total };
  }

  /** Open in these networks and due before that moment, the longest due first. */
  async dueBefore(moment: Date, networks: readonly string[], limit: number): Promise<Plan[]> {
    const due = { status: 'open', dueAt: { $lt: moment.toISOString() }, network: { $in: networks } };
    return this.store.model
      .find(due as never, { outbox: 0, relay: 0 })
      .sort({ dueAt: 1 })
      .limit(limit)
      .lean<Plan[]>();
  }

  /** Every open one due before that moment. */
  everyDueBefore(moment: Date): AsyncIterable<Plan> {
    return this.store.model
      .find({ status: 'open', dueAt: { $lt: moment.toISOString() } } as never, { outbox: 0, relay: 0 })
      .lean<Plan[]>()
      .cursor() as AsyncIterable<Plan>;
  }
}
