import { type ContributionContent, stems } from '#contracts';

/** What a contribution is recognised by, kept beside it and indexed. Likeness is guessed: it informs, it blocks nothing. */
export interface Marks {
  readonly title: string;
  readonly urls: readonly string[];
  readonly hashes: readonly string[];
  /** Two that share a band probably say much the same (MinHash, Broder 1997). */
  readonly bands: readonly string[];
}

const sortedStems = (text: string): string => [...stems(text)].sort().join(' ');

const tracking = /^(?:utm_\w+|fbclid|gclid|mc_[ce]id|xtor)$/;

/** The same page, however its address is written. */
export const canonicalUrl = (address: string): string => {
  const url = new URL(address);
  for (const name of [...url.searchParams.keys()]) if (tracking.test(name)) url.searchParams.delete(name);
  url.searchParams.sort();
  const host = url.host.toLowerCase().replace(/^www\./, '');
  return `${host}${url.pathname.replace(/\/+$/, '')}${url.search}`;
};

const bands = 16;
const rowsPerBand = 2;

/** FNV-1a, begun differently for each of the hash functions. */
const hash = (word: string, seed: number): number => {
  let value = 0x811c9dc5 ^ Math.imul(seed + 1, 0x9e3779b1);
  for (let index = 0; index < word.length; index += 1) value = Math.imul(value ^ word.charCodeAt(index), 0x01000193);
  value ^= value >>> 15;
  return Math.imul(value, 0x2c1b3c6d) >>> 0;
};

const bandsOf = (words: ReadonlySet<string>): string[] => {
  // Too few words resemble anything.
  if (words.size < 5) return [];
  const least = Array.from({ length: bands * rowsPerBand }, (_, seed) =>
    [...words].reduce((smallest, word) => Math.min(smallest, hash(word, seed)), 0xffffffff),
  );
  return Array.from({ length: bands }, (_, band) => {
    const rows = least.slice(band * rowsPerBand, (band + 1) * rowsPerBand);
    return `${band}:${rows.map((row) => row.toString(36)).join('.')}`;
  });
};

const wordsOf = ({ title = '', summary = '' }: ContributionContent): Set<string> => stems(`${title} ${summary}`);

export const marksOf = (content: ContributionContent, files: readonly { sha256: string }[] = []): Marks => ({
  title: sortedStems(content.title ?? ''),
  urls: [...new Set((content.links ?? []).map(({ url }) => canonicalUrl(url)))],
  hashes: [...new Set(files.map(({ sha256 }) => sha256))],
  bands: bandsOf(wordsOf(content)),
});

/** From 0, nothing in common, to 1, the same words (Jaccard). */
export const similarity = (a: ContributionContent, b: ContributionContent): number => {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  const common = [...left].filter((word) => right.has(word)).length;
  const all = left.size + right.size - common;
  return all === 0 ? 0 : common / all;
};

export type Likeness = 'same-title' | 'same-link' | 'same-file' | 'similar-text';
const alike = 0.45;

/** How two contributions are alike. */
export const likenesses = (
  [content, marks]: readonly [ContributionContent, Marks],
  [other, otherMarks]: readonly [ContributionContent, Marks],
): Likeness[] => {
  const share = (a: readonly string[], b: readonly string[]) => a.some((value) => b.includes(value));
  const found: (Likeness | false)[] = [
    marks.title !== '' && marks.title === otherMarks.title && 'same-title',
    share(marks.urls, otherMarks.urls) && 'same-link',
    share(marks.hashes, otherMarks.hashes) && 'same-file',
    similarity(content, other) >= alike && 'similar-text',
  ];
  return found.filter((likeness) => likeness !== false);
};
