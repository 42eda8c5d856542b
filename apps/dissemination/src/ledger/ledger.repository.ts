import { Injectable } from '@nestjs/common';
import { type Model, type mongo, Schema } from 'mongoose';
import { Database, isDuplicateKey } from '#persistence';
import { type Cause, type Delivery, retentionDays } from './ledger.ts';

/** The one ledger of everything that leaves for somebody. */
@Injectable()
export class LedgerRepository {
  readonly deliveries: Model<Delivery>;
  private readonly causes: Model<Cause>;

  constructor(database: Database) {
    const row = new Schema({ _id: String }, { strict: false, strictQuery: false });
    // What is due, for mail workers and for the holder of a webhook partition.
    row.index({ channel: 1, state: 1, dueAt: 1 }, { partialFilterExpression: { channel: 'mail' } });
    row.index({ channel: 1, state: 1, dueAt: 1, kind: 1 }, { partialFilterExpression: { channel: 'websub' } });
    row.index(
      { partition: 1, state: 1, dueAt: 1, sequence: 1 },
      { partialFilterExpression: { partition: { $gte: 0 } } },
    );
    row.index({ recipient: 1, createdAt: -1 });
    row.index({ resource: 1, channel: 1 }, { partialFilterExpression: { resource: { $gt: '' } } });
    // A receiver counts what it gets: no number twice.
    row.index({ recipient: 1, sequence: 1 }, { unique: true, partialFilterExpression: { sequence: { $gte: 0 } } });
    // Two subscriptions of one person, or two events, never send one thing twice.
    row.index(
      { person: 1, resource: 1, version: 1, kind: 1 },
      { unique: true, partialFilterExpression: { person: { $gt: '' }, resource: { $gt: '' } } },
    );
    this.deliveries = database.model<Delivery>('deliveries', row);
    const cause = new Schema({ _id: String }, { strict: false });
    // Payloads are kept for so long; the rows that say who had what stay.
    cause.index({ keptSince: 1 }, { expireAfterSeconds: retentionDays * 24 * 3600 });
    this.causes = database.model<Cause>('causes', cause);
  }

  /** Keeps what will be sent. The first words stay: a repeat changes nothing. */
  async keepCause({ _id, ...cause }: Cause): Promise<void> {
    const kept = { ...cause, keptSince: new Date() };
    await this.causes.collection.updateOne({ _id } as never, { $setOnInsert: kept }, { upsert: true });
  }

  /** The same for several. @returns those that were not there before */
  async keepCauses(causes: readonly Cause[]): Promise<readonly Cause[]> {
    const keptSince = new Date();
    const there = await this.insertMissingInto(
      this.causes,
      causes.map((cause) => ({ ...cause, keptSince })),
    );
    return causes.filter((_, index) => !there.has(index));
  }

  async cause(id: string): Promise<Cause | null> {
    return this.causes.findById(id).lean<Cause>();
  }

  async causesOf(ids: readonly string[]): Promise<ReadonlyMap<string, Cause>> {
    const found = await this.causes.find({ _id: { $in: [...ids] } } as never).lean<Cause[]>();
    return new Map(found.map((cause) => [cause._id, cause]));
  }

  async find<Row extends Delivery>(id: string): Promise<Row | null> {
    return this.deliveries.findById(id).lean<Row>();
  }

  /** Which of these are there. */
  async known(ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const found = await this.deliveries.find({ _id: { $in: [...ids] } } as never, { _id: 1 }).lean<Delivery[]>();
    return new Set(found.map(({ _id }) => _id));
  }

  /** Writes rows that are not there yet; the others stay as they are. */
  async add(rows: readonly Delivery[]): Promise<void> {
    if (rows.length === 0) return;
    await this.deliveries.collection.bulkWrite(
      rows.map(({ _id, ...row }) => ({
        updateOne: { filter: { _id: _id as never }, update: { $setOnInsert: row }, upsert: true },
      })),
      { ordered: false },
    );
  }

  /** Writes rows that nobody has written yet, in one go; those that are there stay as they are. */
  async insertMissing(rows: readonly Delivery[]): Promise<void> {
    await this.insertMissingInto(this.deliveries, rows);
  }

  /** @returns the places of those that were there */
  private async insertMissingInto<Row>(model: Model<Row>, rows: readonly Row[]): Promise<ReadonlySet<number>> {
    if (rows.length === 0) return new Set();
    try {
      await model.collection.insertMany(rows as never, { ordered: false });
      return new Set();
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return new Set([(error as mongo.MongoBulkWriteError).writeErrors].flat().map(({ index }) => index));
    }
  }

  /** Who was sent this resource before on a channel: they hear of what becomes of it, whatever their filter says now. */
  async recipientsOf(resource: string, channel: Delivery['channel']): Promise<ReadonlySet<string>> {
    const found = await this.deliveries.distinct('recipient', {
      resource,
      channel,
      state: { $nin: ['cancelled', 'failed'] },
    } as never);
    return new Set(found.map(String));
  }

  /** Who is still waiting for something about it. */
  async waitingFor(resource: string, channel: Delivery['channel']): Promise<ReadonlySet<string>> {
    const found = await this.deliveries.distinct('recipient', {
      resource,
      channel,
      state: { $in: ['pending', 'held', 'sending'] },
    } as never);
    return new Set(found.map(String));
  }
}
