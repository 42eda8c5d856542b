import data from '../data/territories.json' with { type: 'json' };

/**
 * A territory: the country `NAT-FR`, a region `REG-xx`, a département or an overseas collectivity `DEP-xx` (INSEE codes, 2026).
 * The prefix matters: the 26 region numbers are all département numbers too. The eight overseas collectivities are coded like both;
 * each is one leaf, `DEP-975`, and `REG-975` (`alias`) is another way of writing it.
 */
export interface Territory {
  readonly code: string;
  readonly name: string;
  readonly parent: string | null;
  readonly alias?: string;
}

export const wholeCountry = 'NAT-FR';
export const territories: readonly Territory[] = data;

const byCode = new Map<string, Territory>(
  territories.flatMap((territory) => [
    [territory.code, territory] as const,
    ...(territory.alias ? [[territory.alias, territory] as const] : []),
  ]),
);

export const isTerritory = (code: unknown): code is string => typeof code === 'string' && byCode.has(code);

/** The French name; the code itself when unknown. */
export const territoryName = (code: string): string => byCode.get(code)?.name ?? code;

/** The territory that contains this one; undefined for the country and for unknown codes. */
export const parentOf = (code: string): string | undefined => byCode.get(code)?.parent ?? undefined;

const isLeaf = (territory: Territory): boolean => territory.code.startsWith('DEP-');

const leavesByCode = new Map<string, ReadonlySet<string>>(
  [...byCode].map(([code, territory]) => [
    code,
    new Set(territories.filter((leaf) => isLeaf(leaf) && isWithin(leaf.code, territory.code)).map((leaf) => leaf.code)),
  ]),
);

function isWithin(code: string, ancestor: string): boolean {
  for (let at: string | undefined = code; at; at = parentOf(at)) if (at === ancestor) return true;
  return false;
}

const noLeaves: ReadonlySet<string> = new Set();

/** The départements and overseas collectivities that these territories cover together. An unknown code covers nothing. */
export const leavesOf = (codes: readonly string[]): ReadonlySet<string> => {
  const [only] = codes;
  if (codes.length === 1 && only !== undefined) return leavesByCode.get(only) ?? noLeaves;
  return new Set(codes.flatMap((code) => [...(leavesByCode.get(code) ?? noLeaves)]));
};

/** Whether one of these territories contains the leaf. */
export const covers = (codes: readonly string[], leaf: string): boolean =>
  codes.some((code) => leavesByCode.get(code)?.has(leaf));

const conjunction = new Intl.ListFormat('fr', { type: 'conjunction' });

/** « Gironde, Lozère et Nord », in the order given. */
export const frenchList = (codes: readonly string[]): string => conjunction.format(codes.map(territoryName));
