import { MongooseError, mongo } from 'mongoose';

/** A unique index said no, and nothing else went wrong. The driver's code is the promise; its message is not. */
export const isDuplicateKey = (error: unknown): boolean => {
  const rows = error instanceof mongo.MongoBulkWriteError ? [error.writeErrors].flat() : [];
  if (rows.length) return rows.every(({ code }) => code === duplicateKey);
  return error instanceof mongo.MongoServerError && error.code === duplicateKey;
};

const duplicateKey = 11000;

/**
 * The node is stopping or no longer the primary (SDAM specification, "not writable primary" and "node is recovering"), a
 * cursor died with it, or its disk is full.
 */
const passing = new Set<unknown>([43, 91, 189, 10107, 11600, 11602, 13435, 13436, 14031]);

/** InternalError and UnknownError: its storage gave up, or something in it did. */
const inside = new Set<unknown>([1, 8]);

/** The database is away, or went away meanwhile: the same call may succeed later. */
export const isDatabaseAway = (error: unknown): boolean =>
  error instanceof mongo.MongoNetworkError ||
  error instanceof mongo.MongoServerSelectionError ||
  error instanceof mongo.MongoNotConnectedError ||
  error instanceof mongo.MongoTopologyClosedError ||
  error instanceof DatabaseNotConnected ||
  isTooEarly(error) ||
  // A bulk write wraps whatever stopped it.
  (error instanceof mongo.MongoBulkWriteError && isDatabaseAway(error.errorResponse)) ||
  (error instanceof mongo.MongoServerError && (error.hasErrorLabel('RetryableWriteError') || passing.has(error.code)));

/**
 * The database could not do it, for a reason of its own: whoever asked may ask again. Wider than being away, which is waited
 * out however long it takes: what the database fails at once may be what it always fails at.
 */
export const isDatabaseFailing = (error: unknown): boolean =>
  isDatabaseAway(error) || (error instanceof mongo.MongoServerError && inside.has(error.code));

/** An operation before the first connection. Mongoose gives it neither a class nor a code of its own. */
const isTooEarly = (error: unknown): boolean =>
  error instanceof MongooseError && error.message.includes('before initial connection is complete');

/** Raised before the first connection was made. */
export class DatabaseNotConnected extends Error {
  constructor() {
    super('The database is not connected yet.');
  }
}

/** Somebody else wrote the aggregate since it was read. */
export class ConcurrentChange extends Error {
  constructor(
    readonly id: string,
    readonly version: number,
  ) {
    super(`${id} is no longer at version ${version}`);
  }
}
