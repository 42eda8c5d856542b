import type { z } from 'zod';
import { fieldErrors } from './describe-issue.ts';
import { InvalidFields } from './problem.ts';

/**
 * What a client sent, held against a schema. A schema that fails elsewhere is a mistake of ours, not of theirs.
 *
 * @throws InvalidFields (422) naming each field.
 */
export const checked = <Schema extends z.ZodType>(schema: Schema, sent: unknown): z.output<Schema> => {
  const read = schema.safeParse(sent);
  if (!read.success) throw new InvalidFields(fieldErrors(read.error.issues as never));
  return read.data;
};
