/** What a source was known to hold, and what it now calls new. */
export interface Influx {
  /** Entries of this answer that were known. */
  readonly known: number;
  readonly fresh: readonly { readonly publishedAt: string | null }[];
  /** When it last answered; null the first time. */
  readonly lastAnsweredAt: string | null;
}

/** More at once is no feed that anybody can read. */
const flood = 100;
const few = 5;

/**
 * Why what a source calls new is not believed until somebody looked: it published too much at once, or gives most of what it
 * held another name. What is dated after our last visit is news, however much of it there is after a long absence.
 */
export const suspicionOf = ({ known, fresh, lastAnsweredAt }: Influx): string | null => {
  if (lastAnsweredAt === null || fresh.length <= few) return null;
  const since = Date.parse(lastAnsweredAt) - 24 * 3_600_000;
  const old = fresh.filter(({ publishedAt }) => publishedAt === null || Date.parse(publishedAt) < since).length;
  if (old * 2 > known + fresh.length) {
    return `${old} éléments que la source n’annonçait pas, et qui ne sont pas récents : elle a sans doute changé ses identifiants.`;
  }
  return fresh.length > flood ? `${fresh.length} éléments nouveaux d’un coup.` : null;
};
