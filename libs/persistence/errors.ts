import { MongooseError, mongo } from 'mongoose';

/** A unique index said no. The driver's code is the promise; its message is not. */
export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof mongo.MongoServerError && error.code === 11000;

/** The database is away, or went away meanwhile: the same call may succeed later. */
export const isDatabaseAway = (error: unknown): boolean =>
  error instanceof mongo.MongoNetworkError ||
  error instanceof mongo.MongoServerSelectionError ||
  error instanceof mongo.MongoNotConnectedError ||
  error instanceof mongo.MongoTopologyClosedError ||
  error instanceof DatabaseNotConnected ||
  isTooEarly(error) ||
  (error instanceof mongo.MongoServerError && error.hasErrorLabel('RetryableWriteError'));

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
