const letters = String.raw`(?:(?:L\.?\s?O|LP|L|R|D|A)\s?\*?\s?\.?\s?)`;
const suffixes = [
  ...['bis', 'ter', 'quater', 'quinquies', 'sexies', 'septies', 'octies', 'nonies', 'decies'],
  ...['undecies', 'duodecies', 'terdecies'],
];
const suffix = String.raw`(?:\s(?:${suffixes.join('|')})(?!\p{L}))?(?:\s[A-H](?![\p{L}']))?`;
const one = String.raw`(?:${letters})?(?:\d+(?:\s?er(?!\p{L}))?(?:-\d+)*(?:[A-H](?!\p{L}))?(?:°)?${suffix}|premier(?!\p{L}))`;
const between = String.raw`\s*(?:,\s*(?:et\s+|ou\s+)?|\s(?:et|ou|à)\s)(?:l'article\s)?`;

/** « L. 612-4 », « 238 bis », « 1er », and lists of them: « 200, 238 bis et 978 », « L. 1 à L. 5 ». */
export const articleList = `${one}(?:${between}${one})*`;
export const articleWord = String.raw`(?:articles?|art\.)`;

const token = new RegExp(one, 'giu');

/** « L. 3142-54-1 » → `L3142-54-1`, « 238 bis » → `238_bis`, « 1er » → `1`. */
export const articleToken = (written: string): string =>
  written
    .trim()
    .replace(/^premier$/i, '1')
    .replace(/^([lrda])(?=[\s.*\d])/i, (letter) => letter.toUpperCase())
    .replace(/^L\.?\s?O\.?\s?(?=\d)/i, 'LO')
    .replace(/^(LO|LP|L|R|D|A)\s?(\*?)\s?\.?\s?(?=\d)/, '$1$2')
    .replace(/(\d)\s?er$/i, '$1')
    .replace(/°$/, '')
    // A lone small letter is a word that follows: « l’article 5 a été ».
    .replace(/\s[a-h]$/, '')
    .replace(/\s+/g, '_');

/** What a list names: articles, and ranges of them as `L1..L5`. */
export const articlesIn = (list: string): string[] => {
  const found = [...list.matchAll(token)];
  const named: string[] = [];
  found.forEach((match, index) => {
    const before = found[index - 1];
    const separator = before ? list.slice(before.index + before[0].length, match.index) : '';
    const article = articleToken(match[0]);
    if (/(?:^|\s)à\s/.test(separator)) named.push(`${named.pop()}..${article}`);
    else named.push(article);
  });
  return named;
};

interface Place {
  readonly letter: string;
  readonly numbers: readonly number[];
  /** « 244 quater B »: where it stands among those of its number. */
  readonly rank: number;
}

const placeOf = (article: string): Place | null => {
  const [, letter = '', digits = '', rest = ''] =
    /^(LO|LP|[LRDA])?\*?(\d+(?:-\d+)*)([A-Z]?(?:_.*)?)$/.exec(article) ?? [];
  if (!digits) return null;
  const [, word = '', capital = ''] = /^_?([a-z]+)?_?([A-Z])?$/.exec(rest) ?? [];
  const rank = (suffixes.indexOf(word) + 1) * 30 + (capital ? capital.charCodeAt(0) - 64 : 0);
  return { letter, numbers: digits.split('-').map(Number), rank };
};

const compare = (one: Place, other: Place): number => {
  for (let at = 0; at < Math.max(one.numbers.length, other.numbers.length); at += 1) {
    const difference = (one.numbers[at] ?? -1) - (other.numbers[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return one.rank - other.rank;
};

/** Whether an article, or a range, stands for another: the same, or in the range. */
export const includesArticle = (some: string, article: string): boolean => {
  if (some === article) return true;
  const [first, last] = some.split('..').map(placeOf);
  const [from, until] = article.split('..').map(placeOf);
  const end = until ?? from;
  if (!first || !last || !from || !end || first.letter !== from.letter) return false;
  return compare(first, from) <= 0 && compare(end, last) <= 0;
};

/** Articles that stand together: `L3142-54-1` and `L3142-55` under `L3142`. */
export const isNear = (one: string, other: string): boolean => {
  const [first, second] = [placeOf(one.split('..')[0] ?? ''), placeOf(other.split('..')[0] ?? '')];
  return first !== null && second !== null && first.letter === second.letter && first.numbers[0] === second.numbers[0];
};
