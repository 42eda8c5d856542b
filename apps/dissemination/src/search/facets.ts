import type { AnnouncedResource, ResourceFilter } from '#contracts';
import {
  audiences,
  families,
  formats,
  labels,
  leavesOf,
  parentOf,
  scales,
  scopeLeaves,
  sectors,
  supports,
  supportTasks,
  territoryName,
  themes,
  verdicts,
  wholeCountry,
} from '#taxonomy';

export const facetNames = [
  'family',
  'format',
  'theme',
  'territory',
  'scale',
  'audience',
  'support',
  'sector',
  'task',
  'label',
  'network',
  'verdict',
] as const;
export type FacetName = (typeof facetNames)[number];

/** Kept with the territories: what was tested elsewhere and may inspire here. Never shown. */
const inspiring = '~inspiration';

const withParents = (leaf: string): string[] => {
  const codes: string[] = [];
  for (let code: string | undefined = leaf; code && code !== wholeCountry; code = parentOf(code)) codes.push(code);
  return codes;
};

const optional = (value: string | null | undefined): string[] => (value ? [value] : []);

/** What a resource has of each facet. */
export const valuesOf: Readonly<Record<FacetName, (resource: AnnouncedResource) => readonly string[]>> = {
  family: ({ family }) => [family],
  format: ({ format }) => [format],
  theme: ({ themes: all }) => all,
  territory: ({ scope, fieldTest }) => [
    ...(fieldTest?.verdict === 'inspiration' ? [inspiring] : []),
    ...new Set([...scopeLeaves(scope)].flatMap(withParents)),
  ],
  scale: ({ scale }) => [scale],
  audience: ({ audiences: all }) => all,
  support: ({ support }) => [support],
  sector: ({ sector }) => optional(sector),
  task: ({ supportTasks: all }) => all,
  label: ({ label }) => (label === 'none' ? [] : [label]),
  network: ({ network }) => [network.slug],
  verdict: ({ fieldTest }) => optional(fieldTest?.verdict),
};

export const isCounted = (value: string): boolean => value !== inspiring;

/** Whether what a resource has of a facet is wanted; undefined when the filter does not say. */
export const wantedOf = (
  name: FacetName,
  wanted: ResourceFilter,
  slugOf: (network: string) => string,
): ((values: readonly string[]) => boolean) | undefined => {
  const sought = wanted[name];
  if (!sought) return undefined;
  if (name === 'territory') {
    const leaves = leavesOf(sought);
    const elsewhere = wanted.elsewhere?.includes('inspiration');
    return (values) => values.some((value) => leaves.has(value) || (elsewhere && value === inspiring));
  }
  const all = new Set(name === 'network' ? sought.map(slugOf) : sought);
  return (values) => values.some((value) => all.has(value));
};

const vocabularies: Readonly<Record<Exclude<FacetName, 'network' | 'territory'>, { label(id: string): string }>> = {
  family: families,
  format: formats,
  theme: themes,
  scale: scales,
  audience: audiences,
  support: supports,
  sector: sectors,
  task: supportTasks,
  label: labels,
  verdict: verdicts,
};

export const labelOf = (name: FacetName, value: string, networkName: (slug: string) => string): string => {
  if (name === 'network') return networkName(value);
  if (name === 'territory') return territoryName(value);
  return vocabularies[name].label(value);
};
