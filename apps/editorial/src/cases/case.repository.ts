import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database } from '#persistence';
import type { Case } from './case.ts';
import { presentState } from './case-announcements.ts';

export interface CaseQuery {
  readonly status?: Case['status'] | undefined;
  readonly contributionId?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** That an author took a contribution back, at its write `v`. */
export interface Withdrawal {
  _id: string;
  v: number;
  reason: string | null;
  at: string;
}

@Injectable()
export class CaseRepository {
  readonly store: AggregateStore<Case>;
  readonly withdrawals: Model<Withdrawal>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<Case>(database, relay, 'cases', [
      [{ contributionId: 1, version: 1 }, { unique: true }],
      [{ status: 1, _id: 1 }],
      [{ status: 1, evaluateAt: 1 }],
    ]);
    this.store.reannounces(presentState);
    this.withdrawals = database.model<Withdrawal>(
      'withdrawals',
      new Schema({ _id: String, v: Number }, { strict: false }),
    );
  }

  /** The oldest first: those who wait longest are served first. */
  async list({ status, contributionId, after, limit }: CaseQuery): Promise<{ items: Case[]; total: number }> {
    const all = { ...(status ? { status } : {}), ...(contributionId ? { contributionId } : {}) };
    const [items, total] = await Promise.all([
      this.store.model
        .find({ ...all, ...(after ? { _id: { $gt: after } } : {}) } as never, { outbox: 0, relay: 0 })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<Case[]>(),
      this.store.model.countDocuments(all as never),
    ]);
    return { items, total };
  }

  /** Open cases that time alone may decide by now. */
  async due(now: Date, limit: number): Promise<string[]> {
    const due = await this.store.model
      .find({ status: 'open', evaluateAt: { $gt: '', $lte: now.toISOString() } } as never, { _id: 1 })
      .limit(limit)
      .lean<Case[]>();
    return due.map(({ _id }) => _id);
  }

  async openOf(contributionId: string): Promise<Case[]> {
    return this.store.model
      .find({ contributionId, status: { $ne: 'decided' } } as never, { outbox: 0, relay: 0 })
      .lean<Case[]>();
  }
}
