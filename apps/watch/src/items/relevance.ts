/** As people would compare it: without accents, case, or kinds of apostrophes and dashes. */
export const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('œ', 'oe')
    .replace(/[’‘`]/g, "'")
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/\s+/g, ' ')
    .toLowerCase();

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const patterns = new Map<string, RegExp>();

/** « bénévol* » finds what begins so; other words are found whole, in the plural too. */
const patternOf = (keyword: string): RegExp => {
  const known = patterns.get(keyword);
  if (known) return known;
  const word = folded(keyword);
  const end = word.endsWith('*') ? '' : '(?:e?s|x)?(?![\\p{L}\\p{N}])';
  const made = new RegExp(
    `(?<![\\p{L}\\p{N}])${escaped(word.replace(/\*$/, '')).replaceAll(' ', '(?:e?s|x)? ')}${end}`,
    'u',
  );
  if (patterns.size > 2_000) patterns.clear();
  patterns.set(keyword, made);
  return made;
};

/** Which of the keywords a text, already `folded`, holds. */
export const keywordsIn = (foldedText: string, keywords: readonly string[]): string[] =>
  keywords.filter((keyword) => patternOf(keyword).test(foldedText));

/** A word that names a text: « 1er juillet 1901 », « 2014-856 ». */
const namesText = (keyword: string): boolean => /\d/.test(keyword);

/**
 * Whether a source that speaks of everything speaks of something for us: in any of its words; or, where those are the articles
 * of a law, in its title, or by the texts that it cites.
 */
export const isRelevant = (
  { title, text }: { readonly title: string; readonly text: string },
  keywords: readonly string[],
  isLaw = false,
): boolean => {
  if (keywords.length === 0 || keywordsIn(folded(title), keywords).length > 0) return true;
  return keywordsIn(folded(text), isLaw ? keywords.filter(namesText) : keywords).length > 0;
};
