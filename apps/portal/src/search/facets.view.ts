import type { ResourceFilter } from '#contracts';
import {
  audiences,
  families,
  formats,
  labels,
  scales,
  sectors,
  supports,
  supportTasks,
  themes,
  type Vocabulary,
  verdicts,
} from '#taxonomy';
import type { SearchResults } from '../resources/answers.ts';
import { nameInWords } from './filter-words.ts';

type Counts = SearchResults['facets'] | undefined;
type FacetName =
  | 'theme'
  | 'family'
  | 'format'
  | 'audience'
  | 'task'
  | 'scale'
  | 'label'
  | 'verdict'
  | 'support'
  | 'sector'
  | 'network';

export interface FacetView {
  readonly id: string;
  readonly label: string;
  readonly isOpen: boolean;
  readonly options: readonly FacetOption[];
}

interface FacetOption {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly label: string;
  /** Undefined when nobody counted. */
  readonly count: number | undefined;
  readonly isChecked: boolean;
}

/** In the order in which people narrow down; the first ones are open. */
const facets: readonly (readonly [FacetName, Vocabulary | null])[] = [
  ['theme', themes],
  ['family', families],
  ['audience', audiences],
  ['format', formats],
  ['task', supportTasks],
  ['label', { ...labels, terms: labels.terms.filter(({ id }) => id === 'reference') }],
  ['verdict', verdicts],
  ['scale', scales],
  ['support', supports],
  ['sector', sectors],
  ['network', null],
];
const openAtFirst: readonly string[] = ['theme', 'family'];

/** The values that one may add or take away, with how many resources each has. */
export const facetsView = (wanted: ResourceFilter, counts: Counts): readonly FacetView[] =>
  facets.flatMap(([name, vocabulary]) => {
    const chosen = wanted[name] ?? [];
    const options = valuesOf(name, vocabulary, counts).map(({ value, label, count }) => ({
      id: `f-${name}-${value}`,
      name,
      value,
      label,
      count,
      isChecked: chosen.includes(value),
    }));
    if (options.length === 0) return [];
    const isOpen = openAtFirst.includes(name) || chosen.length > 0;
    return [{ id: `facette-${name}`, label: nameInWords(name), isOpen, options }];
  });

/** Those that something has, as the search counted them; without a search, all that the vocabulary knows. */
const valuesOf = (name: FacetName, vocabulary: Vocabulary | null, counts: Counts) =>
  counts?.[name] ?? (vocabulary?.terms ?? []).map(({ id, label }) => ({ value: id, label, count: undefined }));
