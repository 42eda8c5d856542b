import { Injectable } from '@nestjs/common';
import type { Announcement } from '#contracts';
import { AggregateStore, OutboxRelay, type Stored } from '#messaging';
import { Database } from '#persistence';
import { type Health, healthy } from './endpoint-health.ts';

/** Its id is the endpoint's: kept apart, so that its owner's edits never meet ours. */
export interface StoredHealth extends Stored, Health {
  readonly partition: number;
}

@Injectable()
export class HealthRepository {
  private readonly store: AggregateStore<StoredHealth>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<StoredHealth>(database, relay, 'webhook_health', [[{ partition: 1 }]]);
  }

  async ofPartition(partition: number): Promise<StoredHealth[]> {
    return this.store.model.find({ partition } as never, { outbox: 0, relay: 0 }).lean<StoredHealth[]>();
  }

  async find(endpoint: string): Promise<Health> {
    return (await this.store.find(endpoint)) ?? healthy;
  }

  /** Of those that ever failed. */
  async ofEndpoints(ids: readonly string[]): Promise<ReadonlyMap<string, Health>> {
    const found = await this.store.model
      .find({ _id: { $in: [...ids] } } as never, { outbox: 0, relay: 0 })
      .lean<StoredHealth[]>();
    return new Map(found.map((health) => [health._id, health]));
  }

  /** Keeps how an endpoint fares, and what is announced of it: both, or neither. The last word counts. */
  async put(
    endpoint: string,
    partition: number,
    health: Health,
    now: Date,
    ...announced: Announcement[]
  ): Promise<void> {
    await this.store.change(async () => {
      const seen = await this.store.find(endpoint);
      if (seen) await this.store.save(seen, { ...health, partition }, now, ...announced);
      else await this.store.insert({ _id: endpoint, partition, ...health }, now, ...announced);
    });
  }
}
