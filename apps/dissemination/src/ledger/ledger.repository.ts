import { Injectable } from '@nestjs/common';
import { type Model, type mongo, Schema } from 'mongoose';
import { Database, isDuplicateKey, Together } from '#persistence';
import { type Cause, type Delivery, type DeliveryState, retentionDays } from './ledger.ts';

/** What a mail says it tells, and whom. */
interface Told {
  readonly person?: string | undefined;
  readonly tells?: readonly string[] | undefined;
  readonly resources?: readonly string[] | undefined;
}

/** The one ledger of everything that leaves for somebody. */
@Injectable()
export class LedgerRepository {
  readonly deliveries: Model<Delivery>;
  private readonly causes: Model<Cause>;
  private readonly wordings = new Together<string, string | null>(async (ids) => {
    const asked = { _id: { $in: [...new Set(ids)] } } as never;
    const found = await this.causes.find(asked, { rewordedAt: 1 }).lean<Cause[]>();
    const wordings = new Map(found.map(({ _id, rewordedAt }) => [_id, `${_id} ${rewordedAt?.getTime() ?? 'first'}`]));
    return ids.map((id) => wordings.get(id) ?? null);
  });

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
    // Two subscriptions of one person, two events or two digests never send one thing twice: each of a mail's tellings.
    row.index(
      { person: 1, tells: 1 },
      { unique: true, partialFilterExpression: { person: { $gt: '' }, tells: { $gt: '' } } },
    );
    row.index({ resources: 1, person: 1 }, { partialFilterExpression: { resources: { $gt: '' } } });
    row.index({ person: 1, createdAt: -1 }, { partialFilterExpression: { person: { $gt: '' } } });
    row.index({ issue: 1, state: 1 }, { partialFilterExpression: { issue: { $gt: '' } } });
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

  /** Nothing more is sent for it: whoever is about to write it finds no words. */
  async dropCause(id: string): Promise<void> {
    await this.causes.deleteOne({ _id: id } as never);
  }

  /** Other words for what has yet to be sent, where some are kept. */
  async reword(id: string, data: string): Promise<void> {
    await this.causes.updateOne({ _id: id } as never, { $set: { data, rewordedAt: new Date() } as never });
  }

  /** Their words are forgotten, and come back with no repeat: whoever was to get them reads why. */
  async withhold(ids: readonly string[], withheld: NonNullable<Cause['withheld']>): Promise<void> {
    await this.causes.updateMany({ _id: { $in: [...ids] } } as never, { $set: { data: '', withheld } as never });
  }

  /** What webhooks about a resource said, whoever got them. */
  async causesAbout(resource: string): Promise<readonly string[]> {
    return (await this.deliveries.distinct('cause', { resource, channel: 'webhook' } as never)).map(String);
  }

  async cause(id: string): Promise<Cause | null> {
    return this.causes.findById(id).lean<Cause>();
  }

  /** Names the words that are kept at this moment; null when none are. Asked for by many at once, it is one look. */
  async wordingOf(id: string): Promise<string | null> {
    return this.wordings.ask(id);
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

  /** A new row. @throws duplicate key (11000) when it is there, or when its person was told some of it. */
  async insert<Row extends Delivery>(row: Row): Promise<void> {
    await this.deliveries.collection.insertOne({ ...row } as never);
  }

  /**
   * Adds to a mail that waits, or makes it: `tells` is told by this mail, or by another already.
   *
   * @returns whether it is; false when that mail is about to be sent, or was.
   */
  async addTo(row: Delivery & Told, tell: string, item: unknown, resource: string): Promise<boolean> {
    const { _id, state, attempts, tells: _, resources: __, ...first } = row;
    try {
      const { matchedCount, upsertedCount } = await this.deliveries.collection.updateOne(
        { _id: _id as never, state, attempts, claim: { $exists: false }, tells: { $ne: tell } } as never,
        {
          $push: { tells: tell, items: item } as never,
          $addToSet: { resources: resource } as never,
          $setOnInsert: first,
        },
        { upsert: true },
      );
      return matchedCount + upsertedCount === 1;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return (await this.deliveries.exists({ person: row.person, tells: tell } as never)) !== null;
    }
  }

  /** What a person was told by mail of these resources: each telling, and of which of them they had some version. */
  async toldTo(person: string, resources: readonly string[]) {
    if (resources.length === 0) return { told: new Set<string>(), had: new Set<string>() };
    const rows = await this.deliveries
      .find({ person, resources: { $in: [...resources] } } as never, { tells: 1, resources: 1, state: 1 })
      .lean<(Pick<Delivery, 'state'> & Told)[]>();
    const arrived = rows.filter(({ state }) => state !== 'cancelled' && state !== 'failed');
    return {
      told: new Set(rows.flatMap(({ tells }) => tells ?? [])),
      had: new Set(arrived.flatMap((row) => row.resources ?? [])),
    };
  }

  /** What each of these people was told of these resources; whoever was told nothing is not there. */
  async toldAmong(people: readonly string[], resources: readonly string[]): Promise<ReadonlyMap<string, Set<string>>> {
    const where = { resources: { $in: [...resources] }, person: { $in: [...people] } };
    const rows = await this.deliveries.find(where as never, { person: 1, tells: 1 }).lean<Told[]>();
    const told = new Map<string, Set<string>>();
    for (const { person = '', tells = [] } of rows) {
      told.set(person, new Set([...(told.get(person) ?? []), ...tells]));
    }
    return told;
  }

  /** How far a letter has come: how many mails of it are in each state, and how many of those may have come twice. */
  async progressOf(issue: string) {
    const counts = await this.deliveries.aggregate<{ _id: DeliveryState; count: number; doubted: number }>([
      { $match: { issue } },
      {
        $group: {
          _id: '$state',
          count: { $sum: 1 },
          doubted: { $sum: { $cond: [{ $eq: ['$inDoubt', true] }, 1, 0] } },
        },
      },
    ]);
    const of = (state: DeliveryState): number => counts.find(({ _id }) => _id === state)?.count ?? 0;
    return {
      pending: of('pending'),
      sending: of('sending'),
      sent: of('sent'),
      failed: of('failed'),
      cancelled: of('cancelled'),
      inDoubt: counts.reduce((sum, { doubted }) => sum + doubted, 0),
    };
  }

  /** Who was told of this resource by mail, in whatever mail. */
  async peopleTold(resource: string): Promise<ReadonlySet<string>> {
    const where = { resources: resource, channel: 'mail', state: { $nin: ['cancelled', 'failed'] } };
    const found = await this.deliveries.distinct('person' as never, where as never);
    return new Set(found.map(String));
  }

  /** How many mails that tell something were made for each of these people since then; who had none is not there. */
  async mailsSince(people: readonly string[], since: Date): Promise<ReadonlyMap<string, number>> {
    const counts = await this.deliveries.aggregate<{ _id: string; count: number }>([
      { $match: { person: { $in: [...people] }, createdAt: { $gte: since }, tells: { $gt: '' } } },
      { $group: { _id: '$person', count: { $sum: 1 } } },
    ]);
    return new Map(counts.map(({ _id, count }) => [_id, count]));
  }

  /**
   * Mails that tell something and have not left: not sent any more.
   *
   * @param inHand those that are being handed over: they cannot be held back
   * @returns how many
   */
  async cancelWaiting(where: Readonly<Record<string, unknown>>, inHand: readonly string[], now: Date): Promise<number> {
    const waiting = { ...where, _id: { $nin: [...inHand] }, channel: 'mail', state: 'pending', tells: { $gt: '' } };
    const cancelled = { state: 'cancelled', doneAt: now, lastReason: 'stopped by an operator' };
    const { modifiedCount } = await this.deliveries.updateMany(waiting as never, { $set: cancelled as never });
    return modifiedCount;
  }

  /** What has yet to leave by a channel, and what is leaving. */
  async waitingBy(channel: Delivery['channel']): Promise<{ waiting: number; leaving: number }> {
    const count = (states: readonly DeliveryState[]) =>
      this.deliveries.countDocuments({ channel, state: { $in: [...states] } } as never);
    const [waiting, leaving] = await Promise.all([count(['pending', 'held']), count(['sending'])]);
    return { waiting, leaving };
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
