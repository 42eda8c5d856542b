import type { Model, UpdateQuery, UpdateWithAggregationPipeline } from 'mongoose';
import { isDuplicateKey } from './errors.ts';

/**
 * The row after `update`, which is made as `first` when there is none yet. Not one upsert: of several that race to make a
 * row, the development engine writes each and answers null to some, and a real MongoDB may answer 11000.
 */
export const updateOrMake = async <Row extends { _id: string }>(
  rows: Model<Row>,
  _id: string,
  update: UpdateQuery<Row> | UpdateWithAggregationPipeline,
  first: Partial<Row> = {},
): Promise<Row> => {
  const options = { returnDocument: 'after', updatePipeline: Array.isArray(update) } as const;
  const change = () => rows.findOneAndUpdate({ _id }, update, options).lean<Row>();
  const row = await change();
  if (row) return row;
  const make = rows.updateOne({ _id }, { $setOnInsert: first }, { upsert: true });
  await make.catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error;
  });
  const made = await change();
  if (!made) throw new Error(`${_id} was removed from ${rows.collection.name} while it was made`);
  return made;
};
