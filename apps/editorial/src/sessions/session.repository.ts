import { Injectable } from '@nestjs/common';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database } from '#persistence';
import { SessionNotFound } from './session.problems.ts';
import type { Session } from './session.ts';

@Injectable()
export class SessionRepository {
  readonly store: AggregateStore<Session>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<Session>(database, relay, 'sessions', [[{ startsAt: 1, _id: 1 }]]);
  }

  /** @throws SessionNotFound */
  async get(id: string): Promise<Session> {
    const session = await this.store.find(id);
    if (!session) throw new SessionNotFound();
    return session;
  }

  /** The latest first. */
  async latest(limit: number): Promise<Session[]> {
    return this.store.model
      .find({}, { outbox: 0, relay: 0, idempotency: 0 })
      .sort({ startsAt: -1, _id: -1 })
      .limit(limit)
      .lean<Session[]>();
  }
}
