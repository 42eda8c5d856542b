import { normalised } from './normalised.ts';
import { type Found, patterns } from './patterns.ts';

/** A legal text that is cited somewhere. `start` and `end` count characters of the text that was given. */
export interface Citation {
  readonly key: string;
  readonly match: string;
  readonly start: number;
  readonly end: number;
  /** By its date alone, or by what stands before it: not certain. */
  readonly weak: boolean;
}

export const mostCharacters = 200_000;

/**
 * The legal texts that a French text cites, in their order, by their canonical keys: `code:travail/L3142-54-1`,
 * `loi:2024-344/11`, `decret:1901-08-16`, `eu:reglement:2016/679/13`, `boi:…`, `nor:…`, `lf:…`, `eli:…`, `ECLI:…`.
 * Linear in the text, which is read as far as `mostCharacters`.
 */
export const extractCitations = (text: string): Citation[] => {
  const given = text.slice(0, mostCharacters);
  let left = normalised(given);
  const found: (Found & { start: number; end: number })[] = [];
  for (const { pattern, read } of patterns) {
    const taken: [number, number][] = [];
    for (const match of left.matchAll(pattern)) {
      const all = read(match);
      if (all.length === 0) continue;
      const [start, end] = [match.index, match.index + match[0].length];
      taken.push([start, end]);
      found.push(...all.map((one) => ({ ...one, start, end })));
    }
    // What one pattern read is nothing for the next.
    left = blanked(left, taken);
  }
  const ordered = found.sort((one, other) => one.start - other.start);
  return resolved(ordered, given).map((one) => ({ ...one, match: given.slice(one.start, one.end) }));
};

const blanked = (text: string, spans: readonly [number, number][]): string => {
  const parts: string[] = [];
  let at = 0;
  for (const [start, end] of spans) {
    parts.push(text.slice(at, start), '\u0001'.repeat(end - start));
    at = end;
  }
  return parts.join('') + text.slice(at);
};

/** « du même code », « dudit décret »: the last one of that kind that the paragraph names. */
const resolved = (found: readonly (Found & { start: number; end: number })[], text: string) => {
  const last = new Map<string, { text: string; end: number }>();
  return found.flatMap(({ key, weak, same, start, end }) => {
    if (same === undefined) {
      const [kind = ''] = key.split(':');
      last.set(kind, { text: key.replace(/\/[^/]*$/, ''), end });
      return [{ key, weak, start, end }];
    }
    const before = last.get(same);
    if (!before || text.slice(before.end, start).includes('\n')) return [];
    return [{ key: `${before.text}/${key}`, weak: true, start, end }];
  });
};
