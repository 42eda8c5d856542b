import { covers, leavesOf } from './territories.ts';

/** Where a resource applies: everything included, less everything excluded. */
export interface Scope {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** The départements and overseas collectivities where the resource applies. */
export const scopeLeaves = ({ include, exclude }: Scope): ReadonlySet<string> => {
  const included = leavesOf(include);
  if (exclude.length === 0) return included;
  return new Set([...included].filter((leaf) => !covers(exclude, leaf)));
};

/** Whether the resource applies somewhere in the filter's territories: they share at least one leaf. */
export const touches = ({ include, exclude }: Scope, filterCodes: readonly string[]): boolean => {
  for (const leaf of leavesOf(filterCodes)) if (covers(include, leaf) && !covers(exclude, leaf)) return true;
  return false;
};
