import { z } from 'zod';
import { canonicalQuery, filter, type ResourceFilter } from '#contracts';
import { checked, decodeCursor, encodeCursor, InvalidFields, paging } from '#platform';
import type { PublicOrigin } from '../public-origin.ts';

const page = z.object(paging);

const unknownCursor = {
  pointer: '/cursor',
  code: 'invalid-cursor',
  detail: { fr: 'Ce curseur n’est pas l’un des nôtres.', en: 'This cursor is not one of ours.' },
};

/**
 * The query of a list: a page of it, options of its own, and a filter.
 *
 * @throws InvalidFields when any part is wrong.
 */
export class ListQuery<Position extends z.ZodType, Options extends z.ZodObject> {
  readonly filter: ResourceFilter;
  readonly page: { readonly limit: number; readonly after: z.output<Position> | null };
  readonly options: z.output<Options>;

  constructor(query: Record<string, unknown>, position: Position, options: Options) {
    const own = new Set([...Object.keys(paging), ...Object.keys(options.shape)]);
    const entries = Object.entries(query);
    const { limit, cursor } = checked(page, query);
    this.options = checked(options, Object.fromEntries(entries.filter(([name]) => own.has(name))));
    this.filter = checked(filter, Object.fromEntries(entries.filter(([name]) => !own.has(name))));
    const after = cursor ? decodeCursor(cursor, position) : null;
    if (cursor && after === null) throw new InvalidFields([unknownCursor]);
    this.page = { limit, after };
  }

  /** The address of the page that follows `end`; null when there is none. */
  next(origin: PublicOrigin, path: string, end: readonly unknown[] | null): string | null {
    if (!end) return null;
    const query = new URLSearchParams(canonicalQuery(this.filter));
    for (const [name, value] of Object.entries(this.options)) if (value !== undefined) query.set(name, String(value));
    query.set('limit', String(this.page.limit));
    query.set('cursor', encodeCursor(end));
    return origin.address(`${path}?${query}`);
  }
}
