import { type FilterName, filterNames, type ResourceFilter } from '#contracts';

export type Query = Readonly<Record<string, unknown>>;
export type { FilterName } from '#contracts';

const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value])
    .filter((text): text is string => typeof text === 'string' && text.trim() !== '')
    .map((text) => text.trim());

/**
 * The filter that a page's address says: the grammar's own names, without what a form left empty. What is not a filter
 * (a campaign's marks, the page's own options) is left alone; wrong values are for the API to refuse.
 */
export const wantedOf = (query: Query): ResourceFilter => {
  const wanted: Partial<Record<FilterName, readonly string[]>> = {};
  for (const name of filterNames) {
    const values = [...new Set(textsOf(query[name]))].slice(0, 50);
    if (values.length > 0) wanted[name] = values;
  }
  return wanted;
};

/** One of the page's own options: the first value given. */
export const optionOf = (query: Query, name: string): string | undefined => textsOf(query[name])[0];

/** A filter with one value less; or without a name at all. */
export const without = (wanted: ResourceFilter, name: FilterName, value?: string): ResourceFilter => {
  const { [name]: values = [], ...rest } = wanted;
  const kept = value === undefined ? [] : values.filter((other) => other !== value);
  return kept.length > 0 ? { ...rest, [name]: kept } : rest;
};

export const isEmpty = (wanted: ResourceFilter): boolean => Object.keys(wanted).length === 0;

/** `path?query`, or the path alone. */
export const addressOf = (path: string, query: string): string => (query ? `${path}?${query}` : path);
