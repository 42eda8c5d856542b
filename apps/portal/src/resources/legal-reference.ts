import { legalCodes } from '#taxonomy';

/** A text that a resource cites: in French, and where it can be read when the address is certain. */
export interface LegalReference {
  readonly label: string;
  readonly url: string | null;
}

const legifrance = 'https://www.legifrance.gouv.fr';

const codes = new Map(legalCodes.map((one) => [one.slug, one]));

/** Texts whose Légifrance page is known: a number alone does not make an address. */
const knownTexts: Readonly<Record<string, string>> = {
  'loi:1901-07-01': '/loda/id/LEGITEXT000006069570',
  'decret:1901-08-16': '/loda/id/LEGITEXT000006069620',
  'loi:2009-158': '/jorf/id/JORFTEXT000020246872',
  'loi:2014-856': '/jorf/id/JORFTEXT000029313296',
  'decret:2018-460': '/jorf/id/JORFTEXT000037038642',
  'loi:2024-344': '/jorf/id/JORFTEXT000049418388',
};

const natures: Readonly<Record<string, string>> = {
  loi: 'loi',
  decret: 'décret',
  ordonnance: 'ordonnance',
  arrete: 'arrêté',
  circulaire: 'circulaire',
  instruction: 'instruction',
  deliberation: 'délibération',
};

const europeanActs: Readonly<Record<string, readonly [name: string, eli: string]>> = {
  reglement: ['règlement (UE)', 'reg'],
  directive: ['directive (UE)', 'dir'],
};

const dates = new Intl.DateTimeFormat('fr-FR', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const noBreak = '\u00a0';

const dayOf = (iso: string): string => dates.format(new Date(`${iso}T00:00:00Z`)).replace(/^1 /, '1er ');
const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `L3142-54-1` → « L. 3142-54-1 », `238_bis` → « 238 bis ». */
const articleName = (token: string): string =>
  token
    .replaceAll('_', ' ')
    .replace(
      /^(LO|LP|[LRDA])(\*?)(?=\d)/,
      (_, letter: string, star: string) =>
        `${letter.length === 2 ? `${letter[0]}.${letter[1]}` : letter}.${star}${noBreak}`,
    );

/** « l’article L. 3142-54-1 », « les articles 1407 à 1407 ter ». */
const articleIn = (token: string): string => {
  const [first = '', last] = token.split('..');
  return last ? `articles ${articleName(first)} à ${articleName(last)}` : `article ${articleName(first)}`;
};

const code = (slug: string, article: string | undefined): LegalReference | null => {
  const known = codes.get(slug);
  if (!known) return null;
  const { name, legitext } = known;
  const of = /^(?:code|livre)/.test(name) ? `du ${name}` : name;
  return {
    label: capitalised(article ? `${articleIn(article)} ${of}` : name),
    url: `${legifrance}/codes/texte_lc/LEGITEXT000${legitext}`,
  };
};

const text = (nature: string, number: string, article: string | undefined): LegalReference => {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(number);
  const name = `${natures[nature]} ${isDate ? `du ${dayOf(number)}` : `n°${noBreak}${number}`}`;
  const of = /^(?:loi|ordonnance|circulaire|instruction|délibération)/.test(name) ? `de la ${name}` : `du ${name}`;
  const elided = of.replace(/^de la (?=[aeiou])/, 'de l’').replace(/^du (?=[aeiou])/, 'de l’');
  const path = knownTexts[`${nature}:${number}`];
  return {
    label: capitalised(article ? `${articleIn(article)} ${elided}` : name),
    url: path ? legifrance + path : null,
  };
};

const european = (act: string, rest: string): LegalReference | null => {
  const known = europeanActs[act];
  const [year = '', number = '', article] = rest.split('/');
  if (!known || !/^\d{4}$/.test(year) || !/^\d+$/.test(number)) return null;
  const [name, eli] = known;
  const of = act === 'directive' ? `de la ${name}` : `du ${name}`;
  return {
    label: capitalised(`${article ? `article ${article} ${of}` : name} ${year}/${number}`),
    url: `https://data.europa.eu/eli/${eli}/${year}/${number}/oj`,
  };
};

const named = (kind: string, rest: string): LegalReference | null => {
  const [first = '', ...others] = rest.split('/');
  if (kind === 'code') return code(first, others[0]);
  if (natures[kind]) return text(kind, first, others[0]);
  if (kind === 'eu') {
    const [act = '', number = ''] = rest.split(':');
    return european(act, number);
  }
  if (kind === 'eli') {
    const isSound = /^[a-z_]+\/\d{4}\/\d{1,2}\/\d{1,2}\/[A-Z0-9-]+$/.test(rest);
    return { label: `Texte ${rest}`, url: isSound ? `${legifrance}/eli/${rest}/jo/texte` : null };
  }
  if (kind === 'lf') {
    return { label: `Texte ${rest}`, url: /^JORFTEXT\d{12}$/.test(rest) ? `${legifrance}/jorf/id/${rest}` : null };
  }
  if (kind === 'nor') return { label: `Texte NOR${noBreak}${rest}`, url: null };
  if (kind === 'boi') return { label: `Bulletin officiel des finances publiques, ${rest}`, url: null };
  if (kind === 'ce') return { label: `Conseil d’État, n°${noBreak}${rest}`, url: null };
  if (kind === 'cass') return { label: `Cour de cassation, n°${noBreak}${rest}`, url: null };
  return kind === 'ECLI' ? { label: `Décision ECLI:${rest}`, url: null } : null;
};

/**
 * A canonical key of a cited text (`code:travail/L3142-54-1`, `loi:1901-07-01/5`, `eu:reglement:2016/679/30`, `eli:…`),
 * as people read it. Never an address that was guessed: the code for its article, the known page of a law, or none.
 */
export const legalReference = (key: string): LegalReference => {
  const at = key.indexOf(':');
  const known = at > 0 ? named(key.slice(0, at), key.slice(at + 1)) : null;
  return known ?? { label: key, url: null };
};
