import { nearestAmong } from './nearest.ts';

/** One entry: an identifier that never changes, in lower kebab-case, and its French label. */
export interface Term<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
}

/** A closed list of terms. `name` is the filter parameter, or else the JSON field, that takes its identifiers. */
export interface Vocabulary<Id extends string = string, T extends Term<Id> = Term<Id>> {
  readonly name: string;
  readonly terms: readonly T[];
  readonly ids: readonly Id[];
  has(value: unknown): value is Id;
  /** Everything known of a term, its label and particulars. */
  find(id: string): T | undefined;
  /** The French label; the identifier itself when unknown, so that an older document still reads. */
  label(id: string): string;
  /** Identifiers that were perhaps meant, best first. */
  nearest(term: string, n?: number): Id[];
}

/** The union of the identifiers of a vocabulary: `IdOf<typeof themes>`. */
export type IdOf<V extends { readonly ids: readonly string[] }> = V['ids'][number];

/** Declares a vocabulary; identifiers are kept as literal types. */
export const vocabulary = <const T extends Term>(name: string, terms: readonly T[]): Vocabulary<T['id'], T> => {
  const byId = new Map<string, T>(terms.map((term) => [term.id, term]));
  const nearest = nearestAmong<T['id']>(terms.map(({ id, label }) => ({ key: id, spellings: [id, label] })));
  return {
    name,
    terms,
    ids: terms.map(({ id }) => id),
    has: (value): value is T['id'] => typeof value === 'string' && byId.has(value),
    find: (id) => byId.get(id),
    label: (id) => byId.get(id)?.label ?? id,
    nearest,
  };
};
