import type { meetingScheduled, ResourceFilter } from '#contracts';
import type { AnnouncedAs } from '#messaging';
import { isTerritory, leavesOf } from '#taxonomy';

type Meeting = AnnouncedAs<typeof meetingScheduled>['data'];

const shares = (wanted: readonly string[] | undefined, has: readonly string[]): boolean =>
  !wanted || wanted.some((value) => has.includes(value));

/**
 * What of a filter bears on a meeting: where, about what, by whom. The rest is about resources and says nothing here. A
 * meeting that names no territory is for the whole country.
 */
export const meetingConcerns = (filter: ResourceFilter, { territories, themes, network }: Meeting): boolean =>
  shares(filter.theme, themes) &&
  shares(filter.network, [network.networkId, network.slug]) &&
  (!filter.territory || territories.length === 0 || overlap(filter.territory, territories));

const overlap = (wanted: readonly string[], held: readonly string[]): boolean => {
  const sought = leavesOf(wanted.filter(isTerritory));
  for (const leaf of leavesOf(held.filter(isTerritory))) if (sought.has(leaf)) return true;
  return false;
};
