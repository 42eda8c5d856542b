import { mongo } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { isDatabaseAway, isDatabaseFailing, isDuplicateKey } from '#persistence';

/** As the driver makes it of a bulk write that went wrong in part. */
const bulkError = (...codes: number[]) =>
  new mongo.MongoBulkWriteError(
    { message: 'in part', code: codes[0] ?? 0, writeErrors: codes.map((code) => ({ code })) } as never,
    {} as never,
  );

/** And of one that could not be sent at all. */
const wrapped = (cause: Error) => new mongo.MongoBulkWriteError(cause as never, {} as never);

describe('A write that failed', () => {
  it('is a duplicate when that is all that went wrong', () => {
    expect(isDuplicateKey(new mongo.MongoServerError({ message: 'E11000', code: 11000 }))).toBe(true);
    expect(isDuplicateKey(bulkError(11000, 11000))).toBe(true);
    expect(isDuplicateKey(bulkError(11000, 121))).toBe(false);
    expect(isDuplicateKey(new Error('E11000 duplicate key'))).toBe(false);
  });

  it('may pass later when the database went away, alone or within a bulk', () => {
    expect(isDatabaseAway(new mongo.MongoNetworkError('connection closed'))).toBe(true);
    expect(isDatabaseAway(wrapped(new mongo.MongoNetworkError('connection closed')))).toBe(true);
    expect(isDatabaseAway(bulkError(11000))).toBe(false);
  });

  it.each([
    ['a primary that stepped down', 189],
    ['a node that is stopping', 11600],
    ['a cursor that died with its node', 43],
    ['a disk that is full', 14031],
  ])('may pass later after %s', (_, code) => {
    expect(isDatabaseAway(new mongo.MongoServerError({ message: 'not now', code }))).toBe(true);
  });

  it('may be asked for again, but is not waited for, when the database failed inside', () => {
    const failed = new mongo.MongoServerError({ message: 'library panic', code: 1 });
    expect([isDatabaseFailing(failed), isDatabaseAway(failed)]).toEqual([true, false]);
    expect(isDatabaseFailing(new mongo.MongoServerError({ message: 'bad value', code: 2 }))).toBe(false);
  });

  it('fails for good otherwise', () => {
    expect(isDatabaseAway(new mongo.MongoServerError({ message: 'Document failed validation', code: 121 }))).toBe(
      false,
    );
    expect(isDatabaseAway(new Error('connection closed'))).toBe(false);
  });
});
