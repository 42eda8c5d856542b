import { type Model, Schema } from 'mongoose';
import type { Announcement } from '#contracts';
import { ConcurrentChange, type Database, idempotencyIndex, newId, type StoredIdempotency } from '#persistence';
import { currentTraceparent } from '#platform';
import type { StampedEvent } from './cloud-event.ts';
import type { WithOutbox } from './outbox-claims.ts';
import type { OutboxRelay } from './outbox-relay.ts';

/** What every aggregate is stored with. `v` counts its writes and guards them. */
export interface Stored {
  readonly _id: string;
  readonly v: number;
  readonly idempotency?: StoredIdempotency | undefined;
}

/** One guarded write, not done yet. */
export interface PreparedSave {
  readonly filter: { readonly _id: string; readonly v: number };
  readonly update: Readonly<Record<string, unknown>>;
  readonly announces: boolean;
}

const maxEventBytes = 256 * 1024;
const hidden = { outbox: 0, relay: 0 } as const;

/** Raised before anything is written: an event of this size would not travel. */
export class EventTooLarge extends Error {}

/**
 * Keeps aggregates of one kind, each together with what is announced about it: one document, one write, so that state
 * and announcement can't be parted. Every change names the version it saw.
 */
export class AggregateStore<Aggregate extends Stored> {
  readonly model: Model<Aggregate>;

  constructor(
    database: Database,
    private readonly relay: OutboxRelay,
    name: string,
    indexes: readonly Parameters<Schema['index']>[] = [],
  ) {
    const schema = new Schema({ _id: String }, { strict: false, strictQuery: false });
    // Partial, so that a sweep costs what is pending, not what is stored.
    schema.index({ 'outbox.id': 1 }, { partialFilterExpression: { 'outbox.id': { $gt: '' } } });
    schema.index(...(idempotencyIndex as unknown as Parameters<Schema['index']>));
    for (const index of indexes) schema.index(...index);
    this.model = database.model<Aggregate>(name, schema);
    relay.register(this.outboxes);
  }

  async find(id: string): Promise<Aggregate | null> {
    return this.model.findById(id, hidden).lean<Aggregate>();
  }

  async findOne(where: Record<string, unknown>): Promise<Aggregate | null> {
    return this.model.findOne(where as never, hidden).lean<Aggregate>();
  }

  /** Keeps a new aggregate and what is announced about it: both, or neither. @throws duplicate key (11000) */
  async insert(aggregate: Omit<Aggregate, 'v'>, now: Date, ...announced: Announcement[]): Promise<Aggregate> {
    const outbox = this.stamp(String(aggregate._id), 0, now, announced);
    const stored = { ...aggregate, v: versionAfter(0, announced) } as Aggregate;
    await this.model.collection.insertOne({ ...definedOnly(stored), outbox } as never);
    if (announced.length) this.relay.nudge(this.outboxes, stored._id);
    return stored;
  }

  /**
   * Keeps the changes and what is announced about them: both, or neither.
   *
   * @throws ConcurrentChange when somebody wrote since `seen` was read.
   */
  async save(
    seen: Aggregate,
    changes: Partial<Omit<Aggregate, '_id' | 'v'>>,
    now: Date,
    ...announced: Announcement[]
  ): Promise<Aggregate> {
    const kept = await this.saveAll([this.prepare(seen, changes, now, ...announced)]);
    if (kept === 0) throw new ConcurrentChange(seen._id, seen.v);
    return { ...seen, ...changes, v: versionAfter(seen.v, announced) };
  }

  /** A save to be done with others, as it would be done now. @throws EventTooLarge */
  prepare(
    seen: Aggregate,
    changes: Partial<Omit<Aggregate, '_id' | 'v'>>,
    now: Date,
    ...announced: Announcement[]
  ): PreparedSave {
    const v = versionAfter(seen.v, announced);
    const outbox = { $each: this.stamp(seen._id, seen.v, now, announced) };
    return {
      filter: { _id: seen._id, v: seen.v },
      update: { $set: { ...definedOnly(changes), v }, ...(announced.length ? { $push: { outbox } } : {}) },
      announces: announced.length > 0,
    };
  }

  /**
   * Does many saves in one command: of each aggregate the changes and what is announced about them, or neither.
   *
   * @returns how many were kept: somebody wrote to the others since they were seen.
   */
  async saveAll(saves: readonly PreparedSave[]): Promise<number> {
    const [only, ...others] = saves;
    const { matchedCount } =
      only && others.length === 0
        ? await this.model.collection.updateOne(only.filter as never, only.update as never)
        : await this.model.collection.bulkWrite(
            saves.map(({ filter, update }) => ({ updateOne: { filter, update } })) as never,
            { ordered: false },
          );
    for (const { filter, announces } of saves) if (announces) this.relay.nudge(this.outboxes, filter._id);
    return matchedCount;
  }

  /** What an aggregate of this kind would say of itself as it stands: told again when the stream was lost. */
  reannounces(
    presentState: (aggregate: Aggregate) => readonly Announcement[] | Promise<readonly Announcement[]>,
  ): void {
    this.relay.onReannounce(async () => {
      let told = 0;
      for await (const aggregate of this.model
        .find({}, hidden)
        .lean<Aggregate[]>()
        .cursor() as AsyncIterable<Aggregate>) {
        const announced = await presentState(aggregate);
        if (announced.length === 0) continue;
        // The version it has: a read model that is up to date does not move.
        const events = this.stamp(aggregate._id, aggregate.v - announced.length, new Date(), announced);
        const outbox = { $each: events.map((event) => ({ ...event, reannounced: true })) };
        await this.model.collection.updateOne({ _id: aggregate._id } as never, { $push: { outbox } as never });
        told += announced.length;
      }
      return told;
    });
  }

  /** Reads, decides, saves; and again from the start whenever somebody else was first. */
  async change<Result>(work: () => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof ConcurrentChange) || attempt === 20) throw error;
      }
    }
  }

  private get outboxes(): Model<WithOutbox> {
    return this.model as unknown as Model<WithOutbox>;
  }

  private stamp(subject: string, seenVersion: number, now: Date, announced: readonly Announcement[]): StampedEvent[] {
    return announced.map(({ type, data }, index) => {
      const json = JSON.stringify(data);
      const bytes = Buffer.byteLength(json);
      if (bytes > maxEventBytes) throw new EventTooLarge(`${type} would take ${bytes} bytes`);
      return {
        id: newId(),
        type,
        subject,
        aggregateVersion: seenVersion + 1 + index,
        occurredAt: now.toISOString(),
        traceparent: currentTraceparent(),
        // As it will travel: the database would keep what is undefined as null, which no optional field admits.
        data: JSON.parse(json),
      };
    });
  }
}

/** Each event of a write has a version of its own, so that no guard takes two for one. */
const versionAfter = (seen: number, announced: readonly unknown[]): number => seen + Math.max(1, announced.length);

const definedOnly = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
