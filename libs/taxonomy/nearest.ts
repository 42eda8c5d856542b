import { distance } from 'fastest-levenshtein';

/** Something that can be suggested: what is answered, and every way of writing it. */
export interface Candidate<Key extends string> {
  readonly key: Key;
  readonly spellings: readonly string[];
}

const longestTerm = 80;

/** Lower case, no accents, ligatures opened, anything but letters and digits as one space. */
export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Words of a label that can be recognised on their own: « statuts » in « Création et statuts ». */
const wordsOf = (spelling: string): string[] => {
  const words = spelling.split(' ');
  return words.length > 1 ? words.filter((word) => word.length > 3) : [];
};

/** Recognised by a part, it is a little farther than recognised as a whole. */
const partHandicap = 0.1;

/** 0 is the same, 1 nothing in common; Infinity when more than a third must change. */
const gap = (term: string, spelling: string): number => {
  const longest = Math.max(term.length, spelling.length);
  const changes = distance(term, spelling);
  return changes <= Math.floor(longest / 3) ? changes / longest : Number.POSITIVE_INFINITY;
};

/** « compta » in « comptabilite », « cote d azur » in « provence alpes cote d azur ». */
const begins = (term: string, spelling: string): boolean => term.length > 2 && ` ${spelling}`.includes(` ${term}`);

/** Farther than this behind the best, a suggestion is only noise. */
const tolerance = 0.2;

/**
 * Prepares suggestions: the answer takes a term and gives the keys nearest to it, best first, at most `n` (3).
 * Levenshtein, blind to case, accents and punctuation; nothing is suggested for what looks like nothing.
 */
export const nearestAmong = <Key extends string>(candidates: readonly Candidate<Key>[]) => {
  const prepared = candidates.map(({ key, spellings }) => {
    const wholes = [...new Set(spellings.map(plain))];
    return { key, wholes, words: [...new Set(wholes.flatMap(wordsOf))] };
  });

  return (term: string, n = 3): Key[] => {
    const wanted = plain(term.slice(0, longestTerm));
    if (wanted === '') return [];
    const ranked = prepared
      .map(({ key, wholes, words }) => {
        const byPart = wholes.some((whole) => begins(wanted, whole))
          ? 0
          : Math.min(...words.map((w) => gap(wanted, w)));
        return { key, gap: Math.min(...wholes.map((whole) => gap(wanted, whole)), byPart + partHandicap) };
      })
      .sort((a, b) => a.gap - b.gap);
    const limit = (ranked[0]?.gap ?? 0) + tolerance;
    return ranked
      .filter((candidate) => Number.isFinite(candidate.gap) && candidate.gap <= limit)
      .slice(0, n)
      .map(({ key }) => key);
  };
};

/** The words of a list nearest to a term, when the list is not a vocabulary. */
export const nearest = <Word extends string>(term: string, words: readonly Word[], n = 3): Word[] =>
  nearestAmong(words.map((word) => ({ key: word, spellings: [word] })))(term, n);
