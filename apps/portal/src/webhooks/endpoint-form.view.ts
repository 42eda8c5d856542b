import { canonicalQuery, type ResourceFilter } from '#contracts';
import { formErrors } from '../forms/refused.ts';
import { spaced } from '../pages/french.ts';
import type { FilterPreview } from '../resources/answers.ts';
import { facetsView } from '../search/facets.view.ts';
import { filterInWords, filterWords } from '../search/filter-words.ts';
import { territoryGroups } from '../search/territories.view.ts';
import type { Refusal } from '../sign-in/acting-api.ts';
import { previewView } from '../subscriptions/subscription.view.ts';
import type { EventTypeFacts } from './endpoint.facts.ts';
import type { Given } from './endpoint.form.ts';
import { formats, isChat, rhythms, weekDays } from './endpoint-words.ts';

const fields = ['url', 'kind', 'description', 'headers', 'ratePerSecond', 'timeoutSeconds', 'hour', 'day', 'events'];

interface FormState {
  readonly given: Given;
  readonly types: readonly EventTypeFacts[];
  readonly preview: FilterPreview | null;
  /** The format of an endpoint that is there: it does not change. */
  readonly format?: string | undefined;
  readonly headerNames?: readonly string[];
  readonly refusal?: Refusal | undefined;
}

/** The form of an endpoint, new or not; with what the filter brings. */
export const endpointForm = ({ given, types, preview, format, headerNames = [], refusal }: FormState) => {
  const filter = given.filter ?? {};
  const { errors, errorAt } = formErrors(refusal && renamed(refusal), fields);
  return {
    given,
    errors,
    errorAt,
    kinds: format ? null : formats.map(({ id, label }) => ({ value: id, label, isChosen: id === given.format })),
    isForChats: !format || isChat(format),
    isForTools: !format || !isChat(format),
    isV1a: given.signatures?.includes('v1a') ?? false,
    groups: eventGroups(types, given.events),
    headerNames: headerNames.length ? headerNames.join(', ') : null,
    rhythms: rhythms.map((each) => ({ ...each, isChosen: each.value === given.rhythm?.every })),
    weekDays: weekDays.map((each) => ({ ...each, isChosen: each.value === String(given.rhythm?.day ?? 1) })),
    hour: given.rhythm?.hour ?? 9,
    ...filterForm(filter),
    preview: preview && previewView(preview),
    query: canonicalQuery(filter),
  };
};

/** What is everybody's, and what a network alone hears of its own contributions. All of the first unless told. */
const eventGroups = (types: readonly EventTypeFacts[], chosen: readonly string[] | undefined) => {
  const isChosen = ({ type, audience }: EventTypeFacts) =>
    chosen ? chosen.includes(type) : audience === 'everyone' && type !== 'ping';
  const of = (wanted: EventTypeFacts['audience']) =>
    types
      .filter(({ audience, type }) => audience === wanted && type !== 'ping')
      .map((each) => ({
        id: `events-${each.type}`,
        type: each.type,
        label: each.heading,
        hint: spaced(each.description),
        isChosen: isChosen(each),
      }));
  return [
    { legend: 'Ce que tout le monde peut suivre', types: of('everyone') },
    { legend: 'Ce que le réseau a lui-même proposé', types: of('producer') },
  ].filter((group) => group.types.length > 0);
};

/** Lists as in the search; what they do not offer is kept, and may be taken away. */
const filterForm = (filter: ResourceFilter) => {
  const facets = facetsView(filter, undefined).map((facet) => ({
    ...facet,
    isOpen: facet.options.some(({ isChecked }) => isChecked),
  }));
  const offered = new Set(facets.flatMap(({ options }) => options.map(({ name }) => name)));
  const [territory] = filter.territory ?? [];
  return {
    words: filterInWords(filter),
    q: filter.q?.[0] ?? '',
    facets,
    territories: territoryGroups(territory, undefined),
    kept: filterWords(filter)
      .filter(({ name, value }) => !offered.has(name) && name !== 'q' && !(name === 'territory' && value === territory))
      .map(({ name, value, lead, label }) => ({
        id: `garde-${name}-${value}`,
        name,
        value,
        label: `${lead} : ${label}`,
      })),
  };
};

/** Pointers of the API, as the fields of this page are called. */
const renamed = (refusal: Refusal): Refusal => {
  const rhythm = (pointer: string) => (pointer.endsWith('/day') ? 'day' : 'hour');
  const nameOf = ({ id, pointer }: Refusal['errors'][number]) =>
    id === 'format' ? 'kind' : id === 'rhythm' ? rhythm(pointer) : id;
  const errors = refusal.errors.map((error) => ({ ...error, id: nameOf(error) }));
  return { ...refusal, errors, fields: Object.fromEntries(errors.map(({ id, message }) => [id, message]).reverse()) };
};
