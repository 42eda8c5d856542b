import { legalCodes } from '#taxonomy';
import { articleToken } from '../../citations/article.ts';
import type { ChangeKind, TextChange } from '../../impacts/text-change.ts';

/** The attributes of a `LIEN`, as the DILA writes them. */
export type Link = Readonly<Record<string, string>>;

/** Verbs and nouns name the same relation; citations and creations change nothing that is cited. `sens` is not to be trusted. */
const kinds: Readonly<Record<string, ChangeKind>> = {
  MODIFIE: 'modified',
  MODIFICATION: 'modified',
  ABROGE: 'repealed',
  ABROGATION: 'repealed',
  ANNULATION: 'repealed',
  TRANSFERE: 'moved',
  TRANSFERT: 'moved',
  DEPLACE: 'moved',
  DEPLACEMENT: 'moved',
  CODIFICATION: 'moved',
};

const natures: Readonly<Record<string, string>> = {
  LOI: 'loi',
  LOI_ORGANIQUE: 'loi',
  ORDONNANCE: 'ordonnance',
  DECRET: 'decret',
  DECRET_LOI: 'decret',
  ARRETE: 'arrete',
};

const codesById = new Map(legalCodes.map(({ slug, legitext }) => [`LEGITEXT000${legitext}`, slug]));

/** What the typed links of a text say that it changes; `signedOn` is its own day. */
export const linkedChanges = (links: readonly Link[], signedOn: string): TextChange[] =>
  links.flatMap((link) => {
    const kind = kinds[(link.typelien ?? '').toUpperCase()];
    const text = textOf(link);
    // A text that was signed later is not changed by this one: it changes it.
    if (!kind || !text || isLater(link, signedOn)) return [];
    const article = link.num ? `/${articleToken(link.num)}` : '';
    const aliases = [link.cidtexte ?? '', link.id ?? '']
      .filter((id) => /^(?:JORF|LEGI)(?:TEXT|ARTI)\d{12}$/.test(id))
      .map((id) => `lf:${id}`);
    return [{ target: `${text}${article}`, aliases, kind, isCertain: true, effectiveAt: null }];
  });

const textOf = ({ naturetexte = '', cidtexte = '', numtexte = '', datesignatexte = '' }: Link): string | null => {
  if (naturetexte === 'CODE') return codesById.has(cidtexte) ? `code:${codesById.get(cidtexte)}` : null;
  const nature = natures[naturetexte];
  const name = numtexte || (isDay(datesignatexte) ? datesignatexte : '');
  return nature && name ? `${nature}:${name}` : null;
};

/** `2999-01-01` says that no day is known. */
const isDay = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value) && value < '2900';

const isLater = ({ datesignatexte = '' }: Link, signedOn: string): boolean =>
  isDay(datesignatexte) && isDay(signedOn) && datesignatexte > signedOn;
