import { legalCodes } from '#taxonomy';
import { articleList, articlesIn, articleWord } from './article.ts';
import { normalised } from './normalised.ts';

/** What a pattern read: a key; or, with `same`, an article of the last text of that kind. */
export interface Found {
  readonly key: string;
  readonly weak: boolean;
  readonly same?: string;
}

interface Pattern {
  readonly pattern: RegExp;
  readonly read: (match: RegExpMatchArray) => Found[];
}

const sure = (key: string): Found[] => [{ key, weak: false }];
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const slugs = new Map<string, string>([
  ...legalCodes.flatMap(({ slug, name, aliases = [] }) =>
    [name, ...aliases].map((one): [string, string] => [normalised(one).toLowerCase(), slug]),
  ),
  ["code civil local d'alsace-moselle", 'civil-local'],
  ['code civil local', 'civil-local'],
]);
const codes = [...slugs.keys()]
  .sort((one, other) => other.length - one.length)
  .map(escaped)
  .join('|');

const months = [
  ...['janvier', 'f[ée]vrier', 'mars', 'avril', 'mai', 'juin', 'juillet', 'ao[ûu]t', 'septembre'],
  ...['octobre', 'novembre', 'd[ée]cembre'],
];
const date = String.raw`(\d{1,2})(?:er)?\s+(${months.join('|')})\s+(\d{4})`;
const isoDate = (day: string, month: string, year: string): string => {
  const index = months.findIndex((one) => new RegExp(`^${one}$`, 'iu').test(month));
  return `${year}-${String(index + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
};

const number = String.raw`(?:19|20)?\d{2}-\d+`;
const numbers = String.raw`(?:n°s?|nos?|num[ée]ro)\s?(${number}(?:(?:,\s?|\set\s|\sou\s)(?:n°\s?)?${number})*)`;
const natures: Readonly<Record<string, string>> = {
  'loi organique': 'loi',
  'décret-loi': 'decret',
  décret: 'decret',
  arrêté: 'arrete',
  délibération: 'deliberation',
};
const nature = 'loi organique|loi|ordonnance|décret-loi|décret|arrêté|circulaire|instruction|délibération';
const natureOf = (written: string): string => natures[written.toLowerCase()] ?? written.toLowerCase();

const withArticles = (text: string, list: string | undefined, weak = false): Found[] =>
  list ? articlesIn(list).map((article) => ({ key: `${text}/${article}`, weak })) : [{ key: text, weak }];

const inCode = (name: string, list: string): Found[] => {
  const slug = slugs.get(name.toLowerCase().replace(/\s+/g, ' '));
  return slug ? withArticles(`code:${slug}`, list) : [];
};

const ofSame = (kind: string, list: string): Found[] =>
  articlesIn(list).map((article) => ({ key: article, weak: true, same: kind }));

/** In this order: what one of them read, the next ones do not see. */
export const patterns: readonly Pattern[] = [
  {
    pattern:
      /https?:\/\/www\.legifrance\.gouv\.fr\/eli\/(?!jo\b)([a-z_]+)\/(\d{4})\/(\d{1,2})\/(\d{1,2})\/([A-Z0-9-]+)\/jo(?:\/[\w/]*)?/g,
    read: ([, kind, year, month, day, name]) => sure(`eli:${kind}/${year}/${month}/${day}/${name}`),
  },
  { pattern: /\bECLI:[A-Z]{2}:[A-Z0-9]{1,7}:\d{4}:[A-Z0-9.]{1,25}(?<!\.)/g, read: ([id]) => sure(id as string) },
  { pattern: /\b(?:JORF|LEGI)(?:TEXT|ARTI|SCTA|CONT)\d{12}\b/g, read: ([id]) => sure(`lf:${id}`) },
  {
    pattern: /\b(BOI-[A-Z]{2,6}(?:-[A-Z]{2,6}|[- ]\d{1,3}(?!\d))*)(?:-\d{8})?\b/g,
    read: ([, id = '']) => sure(`boi:${id.replaceAll(' ', '-')}`),
  },
  { pattern: /\bNOR\s?(?:n°\s?)?:?\s{0,2}([A-Z]{4}\d{7}[A-Z])\b/g, read: ([, nor]) => sure(`nor:${nor}`) },
  {
    pattern: new RegExp(
      String.raw`(?<!\p{L})${articleWord}\s+(${articleList})\s+(?:(?:du|de\sla|de\sl'|des|de)\s*)?(${codes})(?!\p{L})`,
      'giu',
    ),
    read: ([, list = '', name = '']) => inCode(name, list),
  },
  {
    pattern: new RegExp(
      String.raw`(?<!\p{L})(${codes})(?:,\sannexe\s\S{1,10})?\s*[(:,]?\s*(?:notamment\s(?:son|ses)\s)?${articleWord}\s*:?\s+(${articleList})`,
      'giu',
    ),
    read: ([, name = '', list = '']) => inCode(name, list),
  },
  {
    pattern: new RegExp(
      String.raw`(?<!\p{L})${articleWord}\s+(${articleList})\s+du\s(?:même|présent)\scode(?!\p{L})`,
      'giu',
    ),
    read: ([, list = '']) => ofSame('code', list),
  },
  {
    pattern: new RegExp(
      String.raw`(?<!\p{L})${articleWord}\s+(${articleList})\s+(?:de\s(?:la\smême|ladite)\s|(?:du\smême|dudit)\s)(loi|ordonnance|décret|arrêté)(?!\p{L})`,
      'giu',
    ),
    read: ([, list = '', kind = '']) => ofSame(natureOf(kind), list),
  },
  {
    pattern: new RegExp(
      String.raw`(?:(?<!\p{L})${articleWord}\s+(${articleList})\s+(?:de\s(?:la|cette)\s|du\s|de\sl'))?` +
        String.raw`(?<!\p{L})(${nature})s?(?:\s(?:inter)?ministériel(?:le)?)?(?:\s+${numbers})?(?:\s+du\s+${date})?` +
        String.raw`(?:(?:,\s|(?:(?!${nature})[^.;:\n\u0001]){0,160}\s:\s)${articleWord}\s+(${articleList}))?`,
      'giu',
    ),
    read: ([, before, kind = '', given, day, month, year, after]) => {
      const named = given?.match(new RegExp(number, 'g')) ?? [];
      const day8 = day && month && year ? isoDate(day, month, year) : null;
      const text = natureOf(kind);
      if (named.length > 1) return named.flatMap((one) => sure(`${text}:${one}`));
      const name = named[0] ?? day8;
      // Several decrees and orders are signed on one day.
      const isWeak = !named[0] && text === 'arrete';
      return name ? withArticles(`${text}:${name}`, before ?? after, isWeak) : [];
    },
  },
  {
    pattern: new RegExp(
      String.raw`(?:(?<!\p{L})${articleWord}\s+(${articleList})\s+(?:du|de\sla)\s)?(?<!\p{L})(règlement|directive)\s(?:d'exécution\s|déléguée?\s)?\((?:UE|CE|CEE)\)\s*(?:n°\s*)?(\d{2,4}\/\d{1,4})`,
      'giu',
    ),
    read: ([, list, kind = '', name]) =>
      withArticles(`eu:${kind.toLowerCase() === 'directive' ? 'directive' : 'reglement'}:${name}`, list),
  },
  {
    pattern: new RegExp(String.raw`(?<!\p{L})${articleWord}\s+(${articleList})\s+du\sRGPD\b`, 'giu'),
    read: ([, list]) => withArticles('eu:reglement:2016/679', list),
  },
  {
    pattern: new RegExp(
      String.raw`(?:(?<!\p{L})${articleWord}\s+(${articleList})\s+de\sla\s)?(?<!\p{L})loi(?:\sde)?\s1901\b`,
      'giu',
    ),
    read: ([, list]) => withArticles('loi:1901-07-01', list),
  },
  {
    pattern: new RegExp(
      String.raw`(?<!\p{L})(?:CE|Conseil\sd'[ÉE]tat),\s(?:[^,;.\n]{0,40},\s)?${date},\sn°\s?(\d{5,6})(?!\d)`,
      'gu',
    ),
    read: ([, , , , name]) => sure(`ce:${name}`),
  },
  {
    pattern: /(?<!\p{L})Cass\.[^;\n]{0,80}?n°\s?(\d{2})-(\d{2})[.-]?(\d{3})(?!\d)/gu,
    read: ([, year, one, other]) => sure(`cass:${year}-${one}.${other}`),
  },
];
