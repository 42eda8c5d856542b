import { territories, wholeCountry } from '#taxonomy';
import type { SearchResults } from '../resources/answers.ts';

interface TerritoryOption {
  readonly value: string;
  readonly label: string;
  readonly isChosen: boolean;
}

export interface TerritoryGroup {
  readonly label: string;
  readonly options: readonly TerritoryOption[];
}

const french = new Intl.Collator('fr');

/** Where one works: regions, then départements, in French order, each with how many resources apply there. */
export const territoryGroups = (
  chosen: string | undefined,
  counts: SearchResults['facets'] | undefined,
): TerritoryGroup[] => {
  const countOf = new Map((counts?.territory ?? []).map(({ value, count }) => [value, count]));
  const options = (prefix: string) =>
    territories
      .filter(({ code }) => code.startsWith(prefix) && code !== wholeCountry)
      .toSorted((a, b) => french.compare(a.name, b.name))
      .map(({ code, name }) => ({
        value: code,
        label: counts ? `${name} (${countOf.get(code) ?? 0})` : name,
        isChosen: code === chosen,
      }));
  return [
    { label: 'Régions', options: options('REG-') },
    { label: 'Départements et collectivités', options: options('DEP-') },
  ];
};
