import { Injectable } from '@nestjs/common';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database } from '#persistence';
import type { Feedback, FeedbackStatus } from './feedback.ts';

export interface FeedbackQuery {
  readonly resource?: string | undefined;
  readonly status?: FeedbackStatus | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

@Injectable()
export class FeedbackRepository {
  readonly store: AggregateStore<Feedback>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<Feedback>(database, relay, 'feedback', [
      [{ resource: 1, status: 1, _id: 1 }],
      [{ status: 1, _id: 1 }],
      [{ trial: 1, _id: 1 }],
    ]);
  }

  /** What networks answered to a trial, moderated or not. */
  async ofTrial(trial: string): Promise<Feedback[]> {
    return this.store.model
      .find({ trial } as never, { outbox: 0, relay: 0, idempotency: 0 })
      .sort({ _id: 1 })
      .limit(1_000)
      .lean<Feedback[]>();
  }

  async list({ after, limit, ...where }: FeedbackQuery): Promise<{ items: Feedback[]; total: number }> {
    const all = Object.fromEntries(Object.entries(where).filter(([, value]) => value !== undefined));
    const [items, total] = await Promise.all([
      this.store.model
        .find({ ...all, ...(after ? { _id: { $gt: after } } : {}) } as never, { outbox: 0, relay: 0 })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<Feedback[]>(),
      this.store.model.countDocuments(all as never),
    ]);
    return { items, total };
  }
}
