import {
  audiences,
  families,
  formats,
  frenchDate,
  labels,
  scales,
  sectors,
  supports,
  supportTasks,
  territoryName,
  themes,
  verdicts,
} from '#taxonomy';
import type { filterNames, ResourceFilter } from './filter.ts';

export type FilterName = (typeof filterNames)[number];
type Words = (value: string) => string;

/** How each name of the filter grammar is said in French, and its values, in the order in which they are said. */
const words: Readonly<Record<FilterName, readonly [name: string, value: Words]>> = {
  q: ['Mots', (text) => `« ${text} »`],
  theme: ['Thème', (id) => themes.label(id)],
  territory: ['Territoire', territoryName],
  family: ['Famille', (id) => families.label(id)],
  format: ['Format', (id) => formats.label(id)],
  audience: ['Public', (id) => audiences.label(id)],
  task: ['Tâche d’appui', (id) => supportTasks.label(id)],
  scale: ['Échelle', (id) => scales.label(id)],
  label: ['Label', (id) => labels.label(id)],
  verdict: ['Épreuve du terrain', (id) => verdicts.label(id)],
  support: ['Accompagnement', (id) => supports.label(id)],
  sector: ['Secteur', (id) => sectors.label(id)],
  network: ['Réseau', (id) => id],
  elsewhere: ['Aussi', () => 'Ailleurs, pour s’inspirer'],
  closesBefore: ['Échéance avant le', (date) => (Number.isNaN(Date.parse(date)) ? date : frenchDate(date))],
};

const saidNames = Object.keys(words) as readonly FilterName[];

export const nameInWords = (name: FilterName): string => words[name][0];

/** One value of a filter, as people read it. */
export interface FilterWord {
  readonly name: FilterName;
  readonly value: string;
  readonly lead: string;
  readonly label: string;
}

export const filterWords = (wanted: ResourceFilter): readonly FilterWord[] =>
  saidNames.flatMap((name) =>
    (wanted[name] ?? []).map((value) => ({ name, value, lead: words[name][0], label: words[name][1](value) })),
  );

/** « Thème : Emploi associatif ; Territoire : Bretagne », or « Toutes les ressources ». */
export const filterInWords = (wanted: ResourceFilter): string => {
  const names = saidNames.filter((name) => wanted[name]?.length);
  if (names.length === 0) return 'Toutes les ressources';
  return names
    .map((name) => `${words[name][0]} : ${(wanted[name] ?? []).map(words[name][1]).join(' ou ')}`)
    .join(' ; ');
};
