import { Buffer } from 'node:buffer';
import { z } from 'zod';

/** `limit` and `cursor` of every list. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(400).optional(),
} as const;

export const encodeCursor = (position: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** The position that a cursor names, or null when it is not one of ours. */
export const decodeCursor = <Position extends z.ZodType>(
  cursor: string,
  schema: Position,
): z.output<Position> | null => {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    return null;
  }
};
