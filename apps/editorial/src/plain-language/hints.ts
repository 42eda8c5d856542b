import type { AnnouncedContent } from '#contracts';

/** Something that a reader may stumble over. Help for whoever writes, never a reason to refuse. */
export interface Hint {
  readonly code: 'long-sentence' | 'undefined-acronym';
  /** Where in the text, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  readonly excerpt: string;
  readonly detail: string;
}

/** « Rédiger en langage clair » asks for 15 to 20 words; beyond this, a sentence is hard to follow. */
const mostWords = 25;
const most = 50;

/** What every reader knows in full letters no more. */
const everyday = new Set(['SMS', 'PDF', 'CD', 'DVD', 'TV', 'OK', 'WC', 'HTML', 'URL', 'USB', 'SNCF']);
const romanNumeral = /^[IVXLC]+$/;

/** Long sentences, and acronyms that are nowhere explained: « caisse d’allocations familiales (CAF) » explains one. */
export const plainLanguageHints = (text: string): Hint[] =>
  [...longSentences(text), ...undefinedAcronyms(text)].sort((a, b) => a.start - b.start).slice(0, most);

const longSentences = (text: string): Hint[] =>
  [...new Intl.Segmenter('fr', { granularity: 'sentence' }).segment(text)].flatMap(({ segment, index }) => {
    const words = [...new Intl.Segmenter('fr', { granularity: 'word' }).segment(segment)].filter(
      (word) => word.isWordLike,
    );
    if (words.length <= mostWords) return [];
    const said = segment.trim();
    const start = index + segment.indexOf(said);
    const detail = `Phrase de ${words.length} mots : coupez-la, pour qu’elle se lise d’une traite.`;
    return [{ code: 'long-sentence' as const, start, end: start + said.length, excerpt: shortened(said), detail }];
  });

const undefinedAcronyms = (text: string): Hint[] => {
  const seen = new Set<string>();
  return [...text.matchAll(/(?<![\p{L}\p{N}-])\p{Lu}{2,7}(?![\p{L}\p{N}-])/gu)].flatMap(({ 0: acronym, index }) => {
    if (seen.has(acronym) || everyday.has(acronym) || romanNumeral.test(acronym) || isExplained(text, acronym))
      return [];
    seen.add(acronym);
    const detail = `Sigle à expliquer la première fois : « nom complet (${acronym}) ».`;
    return [
      { code: 'undefined-acronym' as const, start: index, end: index + acronym.length, excerpt: acronym, detail },
    ];
  });
};

/** `Nom complet (SIGLE)` or `SIGLE (nom complet)`. */
const isExplained = (text: string, acronym: string): boolean =>
  new RegExp(`\\p{L}\\s*\\(\\s*${acronym}\\s*\\)|${acronym}\\s*\\(\\s*\\p{L}{2,}\\s+\\p{L}`, 'u').test(text);

const shortened = (text: string): string => (text.length <= 120 ? text : `${text.slice(0, 119)}…`);

/** The same of what a contribution says, by field. */
export const contentHints = ({ title, summary, howToUse, textAlternative }: AnnouncedContent) => {
  // One text, so that what the summary explains is explained for the steps too.
  const fields: readonly (readonly [string, string])[] = [
    ['/title', title],
    ['/summary', summary],
    ...howToUse.map((step, index) => [`/howToUse/${index}`, step] as const),
    ...(textAlternative ? [['/textAlternative', textAlternative] as const] : []),
  ];
  const whole = fields.map(([, text]) => text).join('\n');
  return fields.flatMap(([field, text]) =>
    plainLanguageHints(text)
      .filter(({ code, excerpt }) => code !== 'undefined-acronym' || !isExplained(whole, excerpt))
      .map((hint) => ({ field, ...hint })),
  );
};
