import type { AnnouncedContent } from '#contracts';
import type { FieldError } from '#platform';
import { frenchDate, licences } from '#taxonomy';
import type { Item } from '../items/item.ts';
import { type Source, sourceLine } from '../sources/source.ts';
import { fault, type GivenSelection } from './selection.schema.ts';

const watchFamilies = ['legal-watch', 'social-watch'];

/** What the committee is handed: the item, as its editor edited it, with its source and date. */
export const selectedContent = (item: Item, source: Source | null, given: GivenSelection): AnnouncedContent => {
  const { network: _, urgent: __, ...edits } = given;
  const scale = (given.territories ?? item.territories).includes('NAT-FR') ? 'national' : 'territorial';
  const { sector, ...draft } = draftOf(item, source);
  // Whoever says that it is for everybody takes back the sector of a rule.
  const drafted = given.support === 'transversal' ? draft : { ...draft, ...(sector ? { sector } : {}) };
  return { ...drafted, scale, ...withoutAbsent(edits), licence: given.licence };
};

/** What an item would say by itself. */
export const draftOf = (item: Item, source: Source | null): AnnouncedContent => ({
  title: item.title.slice(0, 200),
  summary: excerpt(item.text),
  family: item.family,
  format: 'watch-note',
  scale: item.territories.includes('NAT-FR') ? 'national' : 'territorial',
  territories: [...item.territories],
  ...(item.sector ? { support: 'specific', sector: item.sector } : { support: 'transversal' }),
  themes: [...item.themes],
  audiences: ['dirigeants', 'structures-appui'],
  supportTasks: ['informer'],
  uses: ['save-time'],
  howToUse: ['Lire l’information à la source avant de s’en servir.'],
  regime: 'voluntary',
  language: 'fr',
  licence: source?.licence ?? 'link-only',
  links: item.url ? [{ url: item.url, title: lineOf(item, source) }] : [],
  legalRefs: item.legalIds.slice(0, 40),
});

const withoutAbsent = <Edits extends object>(edits: Edits): Partial<Edits> =>
  Object.fromEntries(Object.entries(edits).filter(([, value]) => value !== undefined)) as Partial<Edits>;

/** « Source : DILA, Journal officiel, publié le 16 avril 2024, Licence Ouverte 2.0 ». */
export const lineOf = ({ publishedAt }: Pick<Item, 'publishedAt'>, source: Source | null): string =>
  source
    ? sourceLine(source.attribution, frenchDate(publishedAt), licences.label(source.licence)).slice(0, 200)
    : `Publié le ${frenchDate(publishedAt)}`;

const most = 1_500;

const excerpt = (text: string): string => {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), most - 100))}…`;
};

/** Everything that stands between a choice and the committee, at once. */
export const selectionObstacles = (
  content: AnnouncedContent,
  given: GivenSelection,
  revises: boolean,
  now: Date,
): FieldError[] => {
  const missing = (pointer: string, fr = 'Ce champ est nécessaire.') =>
    fault(pointer, 'required', fr, 'This field is required.');
  const { family, summary, themes, links, support, sector, expiresAt } = content;
  return [
    ...(summary ? [] : [missing('/summary', 'La source ne dit rien de plus que son titre : écrivez un résumé.')]),
    ...(themes.length ? [] : [missing('/themes')]),
    ...(links?.length ? [] : [missing('/links', 'Au moins un lien est nécessaire.')]),
    ...(watchFamilies.includes(family)
      ? []
      : [
          fault(
            '/family',
            'not-applicable',
            'La veille publie des actualités ou de la veille juridique : « social-watch » ou « legal-watch ».',
            'Watch publishes social-watch or legal-watch.',
          ),
        ]),
    ...(support === 'specific' && !sector ? [missing('/sector', 'Un appui spécifique a un secteur.')] : []),
    ...(support !== 'specific' && sector
      ? [
          fault(
            '/sector',
            'not-applicable',
            'Un appui transversal n’a pas de secteur.',
            'Transversal support has no sector.',
          ),
        ]
      : []),
    ...(family === 'social-watch' && !expiresAt ? [missing('/expiresAt', 'Une actualité a une date de fin.')] : []),
    ...(expiresAt && Date.parse(expiresAt) <= now.getTime()
      ? [fault('/expiresAt', 'in-the-past', 'Cette date est déjà passée.', 'This date has passed.')]
      : []),
    ...(given.urgent && family !== 'legal-watch'
      ? [
          fault(
            '/urgent',
            'not-applicable',
            'La procédure d’urgence est réservée à la veille juridique.',
            'Only legal watch may be urgent.',
          ),
        ]
      : []),
    ...(revises && !given.change ? [missing('/change', 'Dites en une phrase « Ce qui change ».')] : []),
  ];
};
