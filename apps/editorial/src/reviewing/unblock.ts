import type { Opinion } from '../cases/case.ts';
import type { Missing } from '../cases/evaluate.ts';
import type { OpenSeat } from '../cases/seats.ts';

const codes = (missing: readonly Missing[]) => new Set(missing.map(({ code }) => code));
const needed = (missing: readonly Missing[], code: Missing['code']): number => {
  const found = missing.find((item) => item.code === code);
  return found && 'needed' in found ? (found.needed ?? 0) : 0;
};

/**
 * Whether an opinion from this seat would bring a case nearer to its decision, so that only those who can are asked.
 *
 * | missing                         | who can supply it                                       |
 * |---------------------------------|---------------------------------------------------------|
 * | as many colleges as opinions    | seats of the colleges that have not spoken              |
 * | opinions beyond those           | every seat that has not spoken                          |
 * | a sectoral or territorial voice | seats of networks of that kind                          |
 * | agreement                       | seats that have not spoken                              |
 * | a delay, a session, evidence    | no seat                                                 |
 */
export const canUnblock = (
  seat: Pick<OpenSeat, 'id' | 'college'>,
  networkKind: string,
  opinions: readonly Pick<Opinion, 'seat' | 'college'>[],
  missing: readonly Missing[],
): boolean => {
  if (opinions.some((opinion) => opinion.seat === seat.id)) return false;
  const lacking = codes(missing);
  if (lacking.has('sectoral-opinion') && networkKind === 'sectoral') return true;
  if (lacking.has('territorial-opinion') && networkKind === 'territorial') return true;
  const colleges = needed(missing, 'colleges');
  if (colleges > 0 && !opinions.some(({ college }) => college === seat.college)) return true;
  return needed(missing, 'opinions') > colleges || lacking.has('agreement');
};
