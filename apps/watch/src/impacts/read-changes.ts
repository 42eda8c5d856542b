import { type Citation, extractCitations } from '../citations/extract-citations.ts';
import { normalised } from '../citations/normalised.ts';
import type { Entry } from '../reading/reading.ts';
import { type ChangeKind, merged, type TextChange } from './text-change.ts';

type Said = Pick<Entry, 'title' | 'text' | 'legalIds'> & { readonly changes?: readonly TextChange[] | undefined };

/** What a text is known by: its identifiers, and what its title begins with, « Décret n° 2024-1152 du … ». */
export const ownKeys = ({ title, legalIds }: Pick<Said, 'title' | 'legalIds'>): string[] => {
  const [first] = extractCitations(title);
  return [...new Set([...legalIds.map(withoutVersion), ...(first?.start === 0 ? [first.key] : [])])];
};

/** `boi:BOI-IR-RICI-250-20-20260902` is a version of `boi:BOI-IR-RICI-250-20`. */
const withoutVersion = (key: string): string => (key.startsWith('boi:BOI-') ? key.replace(/-\d{8}$/, '') : key);

const inTitle =
  /(?<!\p{L})(?:(modifiant|complétant|remplaçant)|(abrogeant)|(?:relatif|relative|portant|pris|prise)\s(?:à\sl'|pour\sl')?(application))(?!\p{L})/giu;
const inText =
  /^[^.;\n]{0,120}?(?<!\p{L})(?:est|sont)\s(?:ainsi\s)?(?:(modifi|remplac|compl[ée]t|rédig|rétabli|supprim)|(abrog))/iu;
const reach = 200;

/** What a legal text says that it does to others: by typed links where its publisher gives them, and in its own words. */
export const readChanges = (said: Said): TextChange[] => {
  const own = new Set(ownKeys(said));
  const read = [...fromTitle(said.title), ...fromText(said.text)].filter(({ target }) => !own.has(target));
  return merged([...(said.changes ?? []), ...newVersions(said.legalIds), ...read]);
};

const fromTitle = (title: string): TextChange[] => {
  const verbs = [...normalised(title).matchAll(inTitle)];
  return extractCitations(title).flatMap((citation) => {
    const verb = verbs.findLast(({ index }) => index < citation.start);
    if (!verb) return [];
    return [changed(citation, verb[2] ? 'repealed' : verb[3] ? 'applied' : 'modified')];
  });
};

/** « L’article 5 de la loi n° … est ainsi modifié ». */
const fromText = (text: string): TextChange[] =>
  extractCitations(text).flatMap((citation) => {
    const [, , repealed] = inText.exec(normalised(text.slice(citation.end, citation.end + reach))) ?? [null];
    if (!inText.test(normalised(text.slice(citation.end, citation.end + reach)))) return [];
    return [changed(citation, repealed ? 'repealed' : 'modified')];
  });

const changed = ({ key: target }: Citation, kind: ChangeKind): TextChange => ({
  ...{ target, kind },
  isCertain: false,
  effectiveAt: null,
});

/** Tax doctrine is published anew under its own name. */
const newVersions = (legalIds: readonly string[]): TextChange[] =>
  legalIds.flatMap((id) => {
    const [, text, year, month, day] = /^(boi:BOI-.+)-(\d{4})(\d{2})(\d{2})$/.exec(id) ?? [];
    if (!text) return [];
    return [{ target: text, kind: 'new-version', isCertain: true, effectiveAt: `${year}-${month}-${day}` }];
  });
