import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database } from './database.ts';
import { isDatabaseAway, isDuplicateKey } from './errors.ts';
import { newId } from './ids.ts';

interface StoredLease {
  _id: string;
  holder: string;
  fence: number;
  until: Date;
}

/** The right to do something alone, until it lapses. `fence` only grows: a write checked against it can't come late. */
export interface Lease {
  readonly name: string;
  readonly holder: string;
  readonly fence: number;
}

/**
 * Leases on named work, kept in the database and timed by its clock alone, so that instances need not agree on the hour.
 * A renewal that fails or times out is a lost lease: stop, then ask again.
 */
@Injectable()
export class Leases {
  private readonly leases: Model<StoredLease>;

  constructor(database: Database) {
    this.leases = database.model<StoredLease>(
      'leases',
      new Schema({ _id: String, holder: String, fence: Number, until: Date }),
    );
  }

  /** Takes the lease when it is free or lapsed, with a higher fence; null while somebody else holds it. */
  async acquire(name: string, ttlMs: number): Promise<Lease | null> {
    // A holder of its own for each taking: what comes back then says whether it was this one. The guard is in the
    // pipeline because an upsert takes no $expr in its filter.
    const holder = newId();
    const isFree = { $lt: [{ $ifNull: ['$until', new Date(0)] }, '$$NOW'] };
    const whenFree = (value: unknown, field: string) => ({ $cond: [isFree, value, field] });
    try {
      const stored = await this.leases.findOneAndUpdate(
        { _id: name },
        [
          {
            $set: {
              holder: whenFree(holder, '$holder'),
              fence: whenFree({ $add: [{ $ifNull: ['$fence', 0] }, 1] }, '$fence'),
              until: whenFree(fromNow(ttlMs), '$until'),
            },
          },
        ],
        { upsert: true, returnDocument: 'after', lean: true, updatePipeline: true },
      );
      // Of several that race to make the row, the development engine answers null to some that it wrote.
      const now = stored ?? (await this.leases.findById(name).lean());
      return now?.holder === holder ? { name, holder, fence: now.fence } : null;
    } catch (error) {
      if (isDuplicateKey(error)) return null;
      throw error;
    }
  }

  /**
   * Does the work while nobody else does, and lets the lease go; null while somebody else is at it.
   *
   * @throws what acquiring and the work throw
   */
  async whileHeld<Result>(
    name: string,
    ttlMs: number,
    work: (lease: Lease) => Promise<Result>,
  ): Promise<Result | null> {
    const lease = await this.acquire(name, ttlMs);
    if (!lease) return null;
    try {
      return await work(lease);
    } finally {
      await this.release(lease).catch((error: unknown) => {
        // Without a database it lapses by itself.
        if (!isDatabaseAway(error)) throw error;
      });
    }
  }

  /** True when the lease was still ours and is so for another `ttlMs`. */
  async renew({ name, holder, fence }: Lease, ttlMs: number): Promise<boolean> {
    const { matchedCount } = await this.leases.updateOne(
      { _id: name, holder, fence },
      [{ $set: { until: fromNow(ttlMs) } }],
      { updatePipeline: true },
    );
    return matchedCount === 1;
  }

  /** Which of these somebody holds, in their order. */
  async held(names: readonly string[]): Promise<string[]> {
    const found = await this.leases
      .find({ _id: { $in: [...names] }, $expr: { $gt: ['$until', '$$NOW'] } } as never, { _id: 1 })
      .lean<StoredLease[]>();
    const held = new Set(found.map(({ _id }) => _id));
    return names.filter((name) => held.has(name));
  }

  /** Lets others have it at once. */
  async release({ name, holder, fence }: Lease): Promise<void> {
    await this.leases.updateOne({ _id: name, holder, fence }, { $set: { until: new Date(0) } });
  }
}

/** On the database's clock. $dateAdd, because the development engine adds no number to a date. */
const fromNow = (ms: number) => ({ $dateAdd: { startDate: '$$NOW', unit: 'millisecond', amount: ms } });
