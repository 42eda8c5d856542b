import { Schema } from 'mongoose';
import { afterEach, describe, expect, it } from 'vitest';
import { Database, isDatabaseAway } from '#persistence';
import { aBreakableMongo, type BreakableEngine } from '../../test/support/engines.ts';
import { eventually } from '../../test/support/eventually.ts';

/** Mongoose throws before the first connection what it rejects with later. */
const failureOf = async (work: () => Promise<unknown>): Promise<unknown> => {
  try {
    return `it worked: ${await work()}`;
  } catch (error) {
    return error;
  }
};

describe('A database that comes and goes', () => {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  const aMongo = async (): Promise<BreakableEngine> => {
    const mongo = await aBreakableMongo();
    ends.push(mongo.end);
    return mongo;
  };
  const openOn = ({ url }: BreakableEngine) => {
    const statuses: string[] = [];
    const database = new Database({ uri: url, name: 'comes_and_goes', onStatus: (status) => statuses.push(status) });
    ends.push(() => database.close());
    const schema = new Schema({ _id: String, word: String });
    schema.index({ word: 1 }, { unique: true });
    return { database, statuses, words: database.model<{ _id: string; word: string }>('words', schema) };
  };

  it('may be away at start: what is asked fails as “away”, and all is ready once it answers', async () => {
    const mongo = await aMongo();
    await mongo.kill();
    const { database, statuses, words } = openOn(mongo);
    database.start();
    expect(isDatabaseAway(await failureOf(() => words.findOne()))).toBe(true);
    expect(isDatabaseAway(await failureOf(() => words.collection.insertOne({ _id: 'a' as never })))).toBe(true);
    expect(isDatabaseAway(await failureOf(() => database.ping()))).toBe(true);
    await eventually(() => expect(statuses).toContain('disconnected'));
    expect(database.isReady).toBe(false);

    await mongo.revive();
    await database.ready;
    expect(database.isReady).toBe(true);
    await words.create({ _id: 'a', word: 'honey' });
    await expect(words.create({ _id: 'b', word: 'honey' })).rejects.toMatchObject({ code: 11000 });
  });

  it('may vanish later: calls fail as “away” within seconds, and work again alone once it is back', async () => {
    const mongo = await aMongo();
    const { database, words } = openOn(mongo);
    database.start();
    await database.ready;
    await words.create({ _id: 'a', word: 'honey' });

    await mongo.kill();
    const asked = Date.now();
    expect(isDatabaseAway(await failureOf(() => words.create({ _id: 'b', word: 'wax' })))).toBe(true);
    const many = () => words.collection.bulkWrite([{ deleteOne: { filter: { _id: 'b' as never } } }]);
    expect(isDatabaseAway(await failureOf(many))).toBe(true);
    expect(Date.now() - asked).toBeLessThan(10_000);
    await eventually(() => expect(database.isReady).toBe(false));
    expect(await failureOf(() => database.ping())).toBeInstanceOf(Error);

    await mongo.revive();
    expect(await eventually(() => words.findById('a').lean())).toEqual({ _id: 'a', word: 'honey' });
    await eventually(() => expect(database.isReady).toBe(true));
  });

  it('can be closed while it is away', async () => {
    const mongo = await aMongo();
    await mongo.kill();
    const { database } = openOn(mongo);
    database.start();
    await database.close();
  });
});
