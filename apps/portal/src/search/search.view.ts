import { canonicalQuery, type ResourceFilter } from '#contracts';
import { counted, spaced } from '../pages/french.ts';
import type { SearchResults } from '../resources/answers.ts';
import type { Refusal } from '../resources/catalogue.ts';
import { resourceCard } from '../resources/resource-card.view.ts';
import { facetsView } from './facets.view.ts';
import { filterInWords, filterWords, nameInWords } from './filter-words.ts';
import { territoryGroups } from './territories.view.ts';
import { addressOf, type FilterName, isEmpty, without } from './wanted.ts';

const here = '/ressources';

const sorts = [
  ['relevance', 'Les plus proches de la recherche'],
  ['newest', 'Les plus récentes'],
  ['closing', 'Date limite la plus proche'],
] as const;

export interface Asked {
  readonly wanted: ResourceFilter;
  readonly sort: string | undefined;
  readonly cursor: string | undefined;
}

/** The search page: what was asked, what was found, and what one can do next. */
export const searchView = ({ wanted, sort, cursor }: Asked, answer: SearchResults | Refusal | null) => {
  const found = answer && 'items' in answer ? answer : null;
  const query = canonicalQuery(wanted);
  const followed = found?.follow?.query ?? query;
  const title = isEmpty(wanted) ? 'Ressources' : `Ressources : ${filterInWords(wanted)}`;
  return {
    title: spaced(title),
    description:
      'Chercher parmi les ressources des réseaux d’appui à la vie associative, par thème, territoire, famille ou public.',
    isHidden: Boolean(cursor) || Boolean(wanted.q),
    feeds: feedsOf(followed),
    q: wanted.q?.[0] ?? '',
    refused: answer && 'refused' in answer ? answer.refused.map(spaced) : null,
    isAvailable: answer !== null,
    total: found && counted(found.total, 'ressource', 'ressources'),
    items: found?.items.map((item) => resourceCard(item, item.highlight)) ?? [],
    chosen: filterWords(wanted).map(({ name, value, lead, label }) => ({
      label: `${lead}\u00a0: ${label}`,
      path: addressOf(here, canonicalQuery(without(wanted, name, value))),
    })),
    facets: facetsView(wanted, found?.facets),
    territories: territoryGroups(wanted.territory?.[0], found?.facets),
    kept: keptOf(wanted),
    isElsewhere: Boolean(wanted.elsewhere),
    hasTerritory: Boolean(wanted.territory),
    sorts: sorts.map(([value, label]) => ({
      value,
      label,
      isChosen: value === (sort ?? (wanted.q ? 'relevance' : 'newest')),
    })),
    subscribe: addressOf('/abonnement', followed),
    rss: addressOf('/feeds/resources.rss', followed),
    followedTotal: followedTotal(found),
    pagination: paginationOf(query, sort, cursor, found?.next ?? null),
    help: found && found.total === 0 ? helpOf(wanted, found.help) : null,
  };
};

/** Search forgives, feeds do not: said only where that makes a difference. */
const followedTotal = (found: SearchResults | null): string | null =>
  found?.follow && found.follow.total !== found.total ? counted(found.follow.total, 'ressource', 'ressources') : null;

/** What the form has no field for stays in the address until it is taken away: a second territory, a date. */
const keptOf = ({ territory = [], q = [], closesBefore = [] }: ResourceFilter) => [
  ...territory.slice(1).map((value) => ({ name: 'territory', value })),
  ...q.slice(1).map((value) => ({ name: 'q', value })),
  ...closesBefore.map((value) => ({ name: 'closesBefore', value })),
];

const feedsOf = (query: string) => [
  { type: 'application/rss+xml', title: 'Cette recherche (RSS)', href: addressOf('/feeds/resources.rss', query) },
  { type: 'application/atom+xml', title: 'Cette recherche (Atom)', href: addressOf('/feeds/resources.atom', query) },
  { type: 'application/feed+json', title: 'Cette recherche (JSON)', href: addressOf('/feeds/resources.json', query) },
];

const paginationOf = (query: string, sort: string | undefined, cursor: string | undefined, next: string | null) => {
  const following = next ? new URL(next, 'http://localhost').searchParams.get('cursor') : null;
  if (!cursor && !following) return null;
  const at = (position: string | null) => {
    const address = new URLSearchParams(query);
    if (sort) address.set('sort', sort);
    if (position) address.set('cursor', position);
    return addressOf(here, address.toString());
  };
  return { first: cursor ? at(null) : null, next: following ? at(following) : null };
};

/** Nothing was found: other words, or one condition less. */
const helpOf = (wanted: ResourceFilter, help: SearchResults['help']) => ({
  didYouMean: help.didYouMean && {
    text: help.didYouMean,
    path: addressOf(here, canonicalQuery({ ...wanted, q: [help.didYouMean] })),
  },
  broader: help.broader.map((one) => ({
    label: `Sans « ${nameInWords(one.without as FilterName).toLowerCase()} »`.replaceAll(/« | »/g, (s) =>
      s.replace(' ', '\u00a0'),
    ),
    count: counted(one.total, 'ressource', 'ressources'),
    path: addressOf(here, one.query),
  })),
  elsewhere:
    wanted.territory && !wanted.elsewhere
      ? addressOf(here, canonicalQuery({ ...wanted, elsewhere: ['inspiration'] }))
      : null,
});
