import type { Model } from 'mongoose';
import { isDuplicateKey } from '#persistence';

/**
 * Writes a row of a read model unless it already holds this version or a later one: a repeat or a late event changes
 * nothing.
 *
 * @returns whether the row was written.
 */
export const putIfNewer = async <Row extends { _id: string; v: number }>(
  model: Model<Row>,
  { _id, ...row }: Row,
): Promise<boolean> => {
  const put = (upsert: boolean) =>
    model.collection.updateOne({ _id, v: { $lt: row.v } } as never, { $set: row } as never, { upsert });
  try {
    const { matchedCount, upsertedCount } = await put(true);
    return matchedCount + upsertedCount > 0;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    // Two first events may race: the loser looks once more before it believes itself stale.
    return (await put(false)).matchedCount > 0;
  }
};
