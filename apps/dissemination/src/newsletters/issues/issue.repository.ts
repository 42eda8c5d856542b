import { Injectable } from '@nestjs/common';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database } from '#persistence';
import type { Issue } from './issue.ts';

const withoutContent = { content: 0, outbox: 0, relay: 0 } as const;

/** Letters. */
@Injectable()
export class IssueRepository {
  readonly store: AggregateStore<Issue>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<Issue>(database, relay, 'issues', [[{ status: 1, issuedAt: -1, _id: -1 }]]);
  }

  /** For editors, the last made first. */
  async list(before: string | undefined, limit: number): Promise<{ items: Issue[]; total: number }> {
    const where = { frequency: 'manual' };
    const page = before ? { ...where, _id: { $lt: before } } : where;
    const [items, total] = await Promise.all([
      this.store.model
        .find(page as never, withoutContent)
        .sort({ _id: -1 })
        .limit(limit)
        .lean<Issue[]>(),
      this.store.model.countDocuments(where as never),
    ]);
    return { items, total };
  }

  /** Those that left, the last first. */
  async issued(limit: number, before?: Date): Promise<Issue[]> {
    const issuedAt = before ? { $lt: before } : { $gt: new Date(0) };
    return this.store.model
      .find({ status: { $in: ['sending', 'sent'] }, issuedAt } as never, { outbox: 0, relay: 0 })
      .sort({ issuedAt: -1, _id: -1 })
      .limit(limit)
      .lean<Issue[]>();
  }

  async sending(): Promise<Issue[]> {
    return this.store.model
      .find({ status: 'sending' } as never, { outbox: 0, relay: 0 })
      .sort({ issuedAt: 1 })
      .limit(20)
      .lean<Issue[]>();
  }

  /** Those whose words, once kept, tell of this resource. */
  async telling(resource: string): Promise<readonly string[]> {
    return (await this.store.model.distinct('_id', { 'content.id': resource } as never)).map(String);
  }

  /** Which of these there are. */
  async known(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await this.store.model.find({ _id: { $in: [...ids] } } as never, { _id: 1 }).lean<Issue[]>();
    return new Set(found.map(({ _id }) => _id));
  }
}
