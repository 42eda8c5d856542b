import { type Connection, mongo, Schema } from 'mongoose';
import { beforeEach, describe, expect, it } from 'vitest';
import { updateOrMake } from '#persistence';
import { mongoForThisFile } from '../../test/support/engines.ts';
import { answers, atOnce, eventually } from '../../test/support/eventually.ts';

/** Documents of these tests: an id and whatever else. */
interface Doc {
  _id: string;
  [field: string]: unknown;
}

interface Counter {
  _id: string;
  count: number;
  word: string;
}

/**
 * What the product relies on, whichever engine answers. Point ESSAIM_MONGODB_URI at a real MongoDB to hold it against
 * the same promises.
 */
describe('The database engine', () => {
  const { aDatabase } = mongoForThisFile();
  let connection: Connection;
  let docs: mongo.Collection<Doc>;
  beforeEach(async () => {
    connection = await aDatabase((database) => database.connection);
    docs = (connection.db as mongo.Db).collection<Doc>('docs', { writeConcern: { w: 'majority' } });
  });

  const isDuplicate = expect.objectContaining({ code: 11000 });
  const numbered = (count: number, fields: (n: number) => object = () => ({})): Doc[] =>
    Array.from({ length: count }, (_, n) => ({ _id: String(n).padStart(4, '0'), ...fields(n) }));

  it('lets one of many parallel inserts through a unique index, and says 11000 to the others', async () => {
    await docs.createIndex({ contribution: 1, version: 1 }, { unique: true });
    const endings = await atOnce(20, (n) => docs.insertOne({ _id: `${n}`, contribution: 'c', version: 1 }));
    expect(answers(endings)).toHaveLength(1);
    for (const ending of endings) if (ending.status === 'rejected') expect(ending.reason).toEqual(isDuplicate);
    await docs.insertOne({ _id: 'other', contribution: 'c', version: 2 });
  });

  it('lets documents without the field past a partial unique index', async () => {
    await docs.createIndex({ externalId: 1 }, { unique: true, partialFilterExpression: { externalId: { $gt: '' } } });
    await docs.insertMany([{ _id: 'a' }, { _id: 'b' }, { _id: 'c', externalId: 'x' }]);
    await expect(docs.insertOne({ _id: 'd', externalId: 'x' })).rejects.toEqual(isDuplicate);
    await expect(docs.updateOne({ _id: 'a' }, { $set: { externalId: 'x' } })).rejects.toEqual(isDuplicate);
  });

  it('holds each value of a list unique across documents, and pushes one only where no other document has it', async () => {
    await docs.createIndex(
      { person: 1, tells: 1 },
      { unique: true, partialFilterExpression: { person: { $gt: '' }, tells: { $gt: '' } } },
    );
    await docs.insertMany([
      { _id: 'a', person: 'p', tells: ['x', 'y'] },
      { _id: 'b', person: 'q', tells: ['x'] },
    ]);
    await docs.insertMany([
      { _id: 'c', person: 'p' },
      { _id: 'd', person: 'p', tells: [] },
    ]);
    await docs.insertOne({ _id: 'd2', person: 'p', tells: [] });
    await expect(docs.insertOne({ _id: 'e', person: 'p', tells: ['z', 'y'] })).rejects.toEqual(isDuplicate);
    const push = (_id: string, told: string) =>
      docs.updateOne({ _id, tells: { $ne: told } }, { $push: { tells: told } } as never);
    await expect(push('d', 'x')).rejects.toEqual(isDuplicate);
    expect(await push('d', 'w')).toMatchObject({ modifiedCount: 1 });
    expect(await push('d', 'w')).toMatchObject({ modifiedCount: 0 });
    await expect(docs.insertOne({ _id: 'f', person: 'p', tells: ['w'] })).rejects.toEqual(isDuplicate);
    const told = await docs.find({ person: 'p', tells: { $in: ['x', 'w'] } }).toArray();
    expect(told.map(({ _id }) => _id).sort()).toEqual(['a', 'd']);
    await docs.deleteOne({ _id: 'a' });
    await docs.insertOne({ _id: 'g', person: 'p', tells: ['z', 'y'] });
  });

  it('makes a collection and its indexes twice without harm; the second time it may say 48', async () => {
    const db = connection.db as mongo.Db;
    await db.createCollection('twice');
    await db.createCollection('twice').catch((error: unknown) => expect(error).toMatchObject({ code: 48 }));
    await docs.createIndex({ a: 1 }, { unique: true });
    await docs.createIndex({ a: 1 }, { unique: true });
  });

  it('writes nothing when the guard of an update does not match', async () => {
    await docs.insertOne({ _id: 'a', v: 2, outbox: [] });
    const guarded = await docs.updateOne({ _id: 'a', v: 1 }, { $set: { v: 2 }, $push: { outbox: 'e' } } as never);
    expect(guarded).toMatchObject({ matchedCount: 0, modifiedCount: 0 });
    expect(await docs.findOne({ _id: 'a' })).toEqual({ _id: 'a', v: 2, outbox: [] });
  });

  it('answers a guarded upsert that lost the race, or came late, with 11000; repeated without upsert it settles', async () => {
    for (let round = 0; round < 20; round += 1) {
      const put = async (v: number): Promise<void> => {
        const write = (upsert: boolean) =>
          docs.updateOne({ _id: `row${round}`, v: { $lt: v } }, { $set: { v } }, { upsert });
        await write(true).catch(async (error: unknown) => {
          expect(error).toEqual(isDuplicate);
          await write(false);
        });
      };
      const endings = await atOnce(8, (n) => put(1 + ((n * 3) % 8)));
      expect(endings.filter(({ status }) => status === 'rejected')).toEqual([]);
      expect(await docs.findOne({ _id: `row${round}` })).toEqual({ _id: `row${round}`, v: 8 });
    }
  });

  it('gives each of 200 jobs to one of 20 workers', async () => {
    await docs.insertMany(numbered(200, () => ({ state: 'waiting' })));
    const claimed: string[] = [];
    await atOnce(20, async (worker) => {
      for (;;) {
        const job = await docs.findOneAndUpdate(
          { state: 'waiting' },
          { $set: { state: 'claimed', worker } },
          { sort: { _id: 1 }, returnDocument: 'after' },
        );
        if (!job) return;
        expect(job).toMatchObject({ state: 'claimed', worker });
        claimed.push(job._id);
      }
    });
    expect(claimed.sort()).toEqual(numbered(200).map(({ _id }) => _id));
  });

  it('times a lease by its own clock, in one upsert with $$NOW and a pipeline', async () => {
    const isFree = { $lt: [{ $ifNull: ['$until', new Date(0)] }, '$$NOW'] };
    const whenFree = (value: unknown, field: string) => ({ $cond: [isFree, value, field] });
    const acquire = async (holder: string, ttlMs: number) => {
      const later = { $dateAdd: { startDate: '$$NOW', unit: 'millisecond', amount: ttlMs } };
      const fence = whenFree({ $add: [{ $ifNull: ['$fence', 0] }, 1] }, '$fence');
      const take = [{ $set: { holder: whenFree(holder, '$holder'), fence, until: whenFree(later, '$until') } }];
      const found = await docs.findOneAndUpdate({ _id: 'lease' }, take, { upsert: true, returnDocument: 'after' });
      expect(found).toMatchObject({ until: expect.any(Date) });
      if (found?.holder !== holder) throw new Error(`held by ${found?.holder}`);
      return Number(found?.fence);
    };
    expect(await acquire('first', 300)).toBe(1);
    await expect(acquire('second', 300)).rejects.toThrow('held by first');
    expect(await eventually(() => acquire('second', 60_000))).toBe(2);
  });

  it('makes one row of many that update or make it at once, counts each, and gives each its own count', async () => {
    const counters = connection.model('counters', new Schema<Counter>({ _id: String, count: Number, word: String }));
    for (let round = 0; round < 20; round += 1) {
      const endings = await atOnce(30, (n) =>
        updateOrMake(counters, `row${round}`, { $inc: { count: 1 } }, { word: `${n}` }),
      );
      const rows = answers(endings);
      expect(rows.map(({ count }) => count).sort((a, b) => a - b)).toEqual(numbered(30).map((_, n) => n + 1));
      expect(new Set(rows.map(({ word }) => word)).size).toBe(1);
    }
  });

  it('counts 1000 parallel increments as 1000', async () => {
    await docs.insertOne({ _id: 'counter', n: 0 });
    await atOnce(1000, () => docs.updateOne({ _id: 'counter' }, { $inc: { n: 1 } } as never));
    expect(await docs.findOne({ _id: 'counter' })).toEqual({ _id: 'counter', n: 1000 });
  });

  it('takes one entry out of an array by its id and keeps the order of the others', async () => {
    const outbox = ['a', 'b', 'c', 'd'].map((id) => ({ id, data: { nothing: null, empty: {} } }));
    await docs.insertOne({ _id: 'x', outbox: outbox.slice(0, 2) });
    await docs.updateOne({ _id: 'x' }, { $push: { outbox: { $each: outbox.slice(2) } } } as never);
    await docs.updateOne({ _id: 'x' }, { $pull: { outbox: { id: 'b' } } } as never);
    expect(await docs.findOne({ _id: 'x' })).toEqual({ _id: 'x', outbox: outbox.filter(({ id }) => id !== 'b') });
  });

  it('finds what is pending through a partial index over an array, and nothing else', async () => {
    await docs.createIndex({ 'outbox.id': 1 }, { partialFilterExpression: { 'outbox.id': { $gt: '' } } });
    await docs.insertMany(numbered(300, (n) => ({ outbox: n % 100 === 7 ? [{ id: 'e1' }, { id: 'e2' }] : [] })));
    await docs.insertOne({ _id: 'without' });
    const pending = async () => (await docs.find({ 'outbox.id': { $gt: '' } }).toArray()).map(({ _id }) => _id).sort();
    expect(await pending()).toEqual(['0007', '0107', '0207']);
    await docs.updateOne({ _id: '0107' }, { $pull: { outbox: { id: 'e1' } } } as never);
    expect(await pending()).toEqual(['0007', '0107', '0207']);
    await docs.updateOne({ _id: '0107' }, { $pull: { outbox: { id: 'e2' } } } as never);
    expect(await pending()).toEqual(['0007', '0207']);
  });

  it('accepts an index that expires documents', async () => {
    await docs.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 });
    expect(await docs.indexes()).toContainEqual(
      expect.objectContaining({ key: { expiresAt: 1 }, expireAfterSeconds: 0 }),
    );
  });

  it('compares French names without accents and case when asked to', async () => {
    const french = { collation: { locale: 'fr', strength: 1 } };
    const names = ['Zoé', 'élan', 'Eure', 'abeille', 'Écho', 'essaim'];
    await docs.insertMany(names.map((name) => ({ _id: name, name })));
    const sorted = await docs.find({}, french).sort({ name: 1 }).toArray();
    expect(sorted.map(({ name }) => name)).toEqual(['abeille', 'Écho', 'élan', 'essaim', 'Eure', 'Zoé']);
    expect(await docs.countDocuments({ name: 'ECHO' }, french)).toBe(1);
  });

  it('pages by key: nothing twice and nothing missed, whatever is added meanwhile', async () => {
    await docs.createIndex({ status: 1, _id: 1 });
    await docs.insertMany(numbered(250, (n) => ({ status: n % 2 ? 'open' : 'decided' })));
    const seen: string[] = [];
    for (let after = ''; ; ) {
      const page = await docs
        .find({ status: 'open', _id: { $gt: after } })
        .sort({ _id: 1 })
        .limit(20)
        .toArray();
      const last = page.at(-1)?._id;
      if (last === undefined) break;
      seen.push(...page.map(({ _id }) => _id));
      await docs.insertOne({ _id: `${after}!`, status: 'open' });
      after = last;
    }
    expect(seen).toEqual(numbered(250).flatMap(({ _id }, n) => (n % 2 ? [_id] : [])));
  });
});
