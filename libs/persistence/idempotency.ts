import type { Model } from 'mongoose';
import { isDuplicateKey } from './errors.ts';
import { digest } from './ids.ts';

/** An `Idempotency-Key` as it came with a request that creates something. */
export interface IdempotentRequest {
  /** Caller and route: the same key means nothing to anybody else. */
  readonly scope: string;
  readonly key: string;
  readonly body: unknown;
}

/**
 * Lies on the created document, in the same write, under a unique index on `idempotency.id`, and is never taken off it:
 * the development engine frees a unique value only with its document.
 */
export interface StoredIdempotency<Answer = unknown> {
  id: string;
  bodyHash: string;
  at: Date;
  answer: Answer;
}

/** The key was used for another body. */
export class IdempotencyKeyReused extends Error {}

/** The index that a collection of created documents needs. */
export const idempotencyIndex = [
  { 'idempotency.id': 1 },
  { unique: true, partialFilterExpression: { 'idempotency.id': { $gt: '' } } },
] as const;

export const idempotencyOf = <Answer>(
  request: IdempotentRequest | undefined,
  answer: Answer,
  now: Date,
): StoredIdempotency<Answer> | undefined =>
  request && {
    id: digest(`${request.scope}\n${request.key}`),
    bodyHash: digest(JSON.stringify(request.body ?? null)),
    at: now,
    answer,
  };

/**
 * Runs `create` at most once for a key, even under parallel requests: the loser of the race is given the winner's
 * answer. A key holds as long as the document that it made.
 *
 * @param create inserts the document with the `idempotency` it is given (undefined without a key) and answers.
 * @throws IdempotencyKeyReused when the key came with another body.
 */
export const createOnce = async <Answer>(
  // biome-ignore lint/suspicious/noExplicitAny: whatever the collection holds beside
  model: Model<any>,
  request: IdempotentRequest | undefined,
  create: () => Promise<Answer>,
): Promise<Answer> => {
  if (!request) return create();
  const wanted = idempotencyOf(request, null, new Date()) as StoredIdempotency;
  const first = await firstAnswer<Answer>(model, wanted);
  if (first) return first.answer;
  try {
    return await create();
  } catch (error) {
    const winner = isDuplicateKey(error) && (await firstAnswer<Answer>(model, wanted));
    if (winner) return winner.answer;
    throw error;
  }
};

const firstAnswer = async <Answer>(
  // biome-ignore lint/suspicious/noExplicitAny: whatever the collection holds beside
  model: Model<any>,
  wanted: StoredIdempotency,
): Promise<{ answer: Answer } | null> => {
  const document = await model.findOne({ 'idempotency.id': wanted.id }, { idempotency: 1 }).lean<{
    idempotency: StoredIdempotency<Answer>;
  }>();
  if (!document) return null;
  const { bodyHash, answer } = document.idempotency;
  if (bodyHash !== wanted.bodyHash) throw new IdempotencyKeyReused();
  return { answer };
};
