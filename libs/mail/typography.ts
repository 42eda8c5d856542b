const noBreak = '\u00a0';
const narrowNoBreak = '\u202f';
const months = 'janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre';

/** Where a French line must not end, in the order in which it is looked for. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/ ([;!?])/g, `${narrowNoBreak}$1`],
  [/ ([:»])/g, `${noBreak}$1`],
  [/« /g, `«${noBreak}`],
  // 12 %, 300 €, 7 jours, 15 minutes; thousands; 12 mars, 1er janvier.
  [/(\d) (%|€|ans?\b|mois\b|jours?\b|heures?\b|minutes?\b)/g, `$1${noBreak}$2`],
  [/(\d) (\d{3})(?!\d)/g, `$1${narrowNoBreak}$2`],
  [new RegExp(`(\\d|1er) (${months})(?![a-zà-ÿ])`, 'g'), `$1${noBreak}$2`],
  [/\b(n°|art\.|M\.|Mme|p\.) (?=\S)/g, `$1${noBreak}`],
];

/** The same words, with no-break spaces where French wants them. */
export const frenchSpaces = (text: string): string =>
  rules.reduce((spaced, [where, what]) => spaced.replace(where, what), text);

/** Tags, comments and style sheets are not words. */
const notWords = /(<style[\s\S]*?<\/style>|<!--[\s\S]*?-->|<[^>]*>)/;

/** A document in HTML, with no-break spaces in all that is read and in nothing else. */
export const frenchSpacesInHtml = (html: string): string =>
  html
    .split(notWords)
    .map((piece, index) => (index % 2 ? piece : frenchSpaces(piece)))
    .join('');
