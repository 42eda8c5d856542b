import { Injectable } from '@nestjs/common';
import { type Model, mongo, Schema } from 'mongoose';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database, isDuplicateKey, migrate } from '#persistence';
import { Gathered } from './gathered.ts';
import { ItemNotFound } from './item.problems.ts';
import type { Item, ItemStatus } from './item.ts';

/** That an entry of a source was seen, under one of its keys: kept when its item is long gone. */
export interface Sighting {
  readonly _id: string;
  readonly source: string;
  /** Null: seen, and nothing for us. */
  readonly item: string | null;
  readonly hash: string;
  /** Which poll of its source saw it first. */
  readonly poll: number;
}

export interface ItemQuery {
  readonly status?: ItemStatus | undefined;
  readonly source?: string | undefined;
  readonly family?: string | undefined;
  readonly label?: string | undefined;
  readonly assignee?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

const hidden = { outbox: 0, relay: 0 } as const;

@Injectable()
export class ItemRepository {
  readonly store: AggregateStore<Item>;
  readonly sightings: Model<Sighting>;
  // Many polls end at the same time: each command serves all of them.
  private readonly gathered = {
    known: new Gathered((keys: readonly (readonly string[])[]) => this.findKnown(keys.flat())),
    identified: new Gathered((all: readonly (readonly string[])[]) => this.findIdentified(all.flat())),
    add: new Gathered((items: readonly (readonly Omit<Item, 'v'>[])[]) => this.insert(items.flat())),
    see: new Gathered((sightings: readonly (readonly Sighting[])[]) => this.keepSeen(sightings.flat())),
  };

  constructor(database: Database, relay: OutboxRelay) {
    // First: another index of the same key takes its place.
    migrate(database, [{ name: '0001-items-lose-their-old-identity-index', run: dropOldIndex }]);
    this.store = new AggregateStore<Item>(database, relay, 'items', [
      [{ status: 1, order: -1 }],
      [{ source: 1, status: 1, order: -1 }],
      [{ detectedAt: -1 }],
      // Sparse, not partial: engines look many of them up at once in it.
      [{ identity: 1 }, { name: 'identity_when_known', unique: true, sparse: true }],
    ]);
    this.sightings = database.model<Sighting>(
      'sightings',
      new Schema({ _id: String }, { strict: false }).index({ source: 1 }),
    );
  }

  /** @throws ItemNotFound */
  async get(id: string): Promise<Item> {
    const found = await this.store.find(id);
    if (!found) throw new ItemNotFound();
    return found;
  }

  /** May hold others too. */
  async known(keys: readonly string[]): Promise<ReadonlyMap<string, Sighting>> {
    return keys.length ? this.gathered.known.ask(keys) : new Map();
  }

  /** May hold others too. */
  async identified(identities: readonly string[]): Promise<ReadonlyMap<string, Item>> {
    return identities.length ? this.gathered.identified.ask(identities) : new Map();
  }

  private async findKnown(keys: readonly string[]): Promise<Map<string, Sighting>> {
    const found = await this.sightings.find({ _id: { $in: [...keys] } } as never).lean<Sighting[]>();
    return new Map(found.map((sighting) => [sighting._id, sighting]));
  }

  private async findIdentified(identities: readonly string[]): Promise<Map<string, Item>> {
    const found = await this.store.model.find({ identity: { $in: [...identities] } } as never, hidden).lean<Item[]>();
    return new Map(found.map((item) => [item.identity as string, item]));
  }

  /**
   * Keeps new items. One that is there already stays as it is: it was kept by a poll that did not end.
   *
   * @returns those whose identity another item has taken meanwhile.
   */
  async add(items: readonly Omit<Item, 'v'>[]): Promise<Omit<Item, 'v'>[]> {
    if (items.length === 0) return [];
    const taken = await this.gathered.add.ask(items);
    return items.filter(({ _id }) => taken.has(_id));
  }

  /** @returns the ids of those whose identity another item has */
  private async insert(items: readonly Omit<Item, 'v'>[]): Promise<ReadonlySet<string>> {
    const documents = items.map((item) => ({ ...item, v: 1, outbox: [] }));
    try {
      await this.store.model.collection.insertMany(documents as never, { ordered: false });
      return new Set();
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const ids = items.map(({ _id }) => _id);
      const there = await this.store.model.find({ _id: { $in: ids } } as never, { _id: 1 }).lean<Item[]>();
      const kept = new Set(there.map(({ _id }) => _id));
      return new Set(ids.filter((id) => !kept.has(id)));
    }
  }

  async see(sightings: readonly Sighting[]): Promise<void> {
    if (sightings.length) await this.gathered.see.ask(sightings);
  }

  private async keepSeen(sightings: readonly Sighting[]): Promise<void> {
    await this.sightings.collection.insertMany([...sightings] as never, { ordered: false }).catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
    });
  }

  async seeChanged(keys: readonly string[], hash: string): Promise<void> {
    await this.sightings.updateMany({ _id: { $in: [...keys] } } as never, { $set: { hash } } as never);
  }

  /** The most pressing first, then the newest. */
  async list({ before, limit, label, ...where }: ItemQuery): Promise<{ items: Item[]; total: number }> {
    const given = Object.entries({ ...where, labels: label }).filter(([, value]) => value !== undefined);
    const all = Object.fromEntries(given);
    const [items, total] = await Promise.all([
      this.store.model
        .find({ ...all, ...(before ? { order: { $lt: before } } : {}) } as never, hidden)
        .sort({ order: -1 })
        .limit(limit)
        .lean<Item[]>(),
      this.store.model.countDocuments(all as never),
    ]);
    return { items, total };
  }

  /** All that was seen since then, for rules to be tried on. */
  async detectedSince(since: Date, limit: number): Promise<Item[]> {
    return this.store.model
      .find({ detectedAt: { $gte: since.toISOString() } } as never, { ...hidden, versions: 0, history: 0 })
      .sort({ detectedAt: -1 })
      .limit(limit)
      .lean<Item[]>();
  }

  /** What is held back of a source. */
  async quarantined(source: string): Promise<string[]> {
    const found = await this.store.model
      .find({ source, status: 'quarantined' } as never, { _id: 1 })
      .limit(2_000)
      .lean<Item[]>();
    return found.map(({ _id }) => _id);
  }

  /** How many items of each source were seen, and how many somebody found worth the committee’s time. */
  async usefulness(sources: readonly string[]): Promise<Map<string, { seen: number; kept: number }>> {
    const found = await this.store.model.aggregate<{ _id: string; seen: number; kept: number }>([
      { $match: { source: { $in: [...sources] } } },
      {
        $group: {
          _id: '$source',
          seen: { $sum: 1 },
          kept: { $sum: { $cond: [{ $gt: [{ $size: '$selections' }, 0] }, 1, 0] } },
        },
      },
    ]);
    return new Map(found.map(({ _id, seen, kept }) => [_id, { seen, kept }]));
  }
}

/** There is no such collection, no such index. */
const nothingToDrop = new Set<unknown>([26, 27]);

/** A database that never had it has nothing to lose. */
const dropOldIndex = async ({ connection }: Database): Promise<void> => {
  await connection
    .collection('items')
    .dropIndex('identity_1')
    .catch((error: unknown) => {
      if (!(error instanceof mongo.MongoServerError && nothingToDrop.has(error.code))) throw error;
    });
};
