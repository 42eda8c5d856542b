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

/** The address of the next page, or null after the last one. */
export const nextPage = (
  path: string,
  items: readonly unknown[],
  { limit, cursor: _, ...filter }: { limit: number; cursor?: string | undefined } & Record<string, unknown>,
  position: string | undefined,
): string | null => {
  if (items.length < limit || position === undefined) return null;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, String(value));
  query.set('limit', String(limit));
  query.set('cursor', position);
  return `${path}?${query}`;
};
