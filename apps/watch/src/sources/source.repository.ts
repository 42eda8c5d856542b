import { Injectable } from '@nestjs/common';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database } from '#persistence';
import { SourceNotFound } from './source.problems.ts';
import type { Source } from './source.ts';

export interface SourceQuery {
  readonly adapter?: string | undefined;
  readonly network?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

@Injectable()
export class SourceRepository {
  readonly store: AggregateStore<Source>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<Source>(database, relay, 'sources', [
      [{ slug: 1 }, { unique: true }],
      // One watches an address once.
      [{ url: 1 }, { unique: true, partialFilterExpression: { url: { $gt: '' } } }],
    ]);
  }

  /** @throws SourceNotFound */
  async get(idOrSlug: string): Promise<Source> {
    const found = (await this.store.find(idOrSlug)) ?? (await this.store.findOne({ slug: idOrSlug }));
    if (!found) throw new SourceNotFound();
    return found;
  }

  async byIds(ids: readonly string[]): Promise<Map<string, Source>> {
    const found = await this.store.model.find({ _id: { $in: ids } } as never, { outbox: 0, relay: 0 }).lean<Source[]>();
    return new Map(found.map((source) => [source._id, source]));
  }

  /** In the order of their slugs. */
  async list({ after, limit, ...where }: SourceQuery): Promise<{ items: Source[]; total: number }> {
    const all = Object.fromEntries(Object.entries(where).filter(([, value]) => value !== undefined));
    const [items, total] = await Promise.all([
      this.store.model
        .find({ ...all, ...(after ? { slug: { $gt: after } } : {}) } as never, { outbox: 0, relay: 0 })
        .sort({ slug: 1 })
        .limit(limit)
        .lean<Source[]>(),
      this.store.model.countDocuments(all as never),
    ]);
    return { items, total };
  }

  async all(): Promise<Source[]> {
    return this.store.model.find({}, { outbox: 0, relay: 0 }).sort({ slug: 1 }).limit(5_000).lean<Source[]>();
  }
}
