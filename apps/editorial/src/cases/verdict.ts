import type { AnnouncedResource, Scope } from '#contracts';
import { leavesOf, scopeLeaves, touches } from '#taxonomy';
import { exceeds, reaches } from '../policy/policy.ts';
import {
  type Case,
  type Criterion,
  type clarityParts,
  countedOpinions,
  criteria,
  criterionLabels,
  type Decision,
  type Mark,
  type Opinion,
} from './case.ts';

const tally = (values: readonly string[]): Record<string, number> =>
  values.reduce<Record<string, number>>((counts, value) => {
    counts[value] = (counts[value] ?? 0) + 1;
    return counts;
  }, {});

/** Why the committee decided so: counts by college, criteria, never names. */
export const groundsOf = (subject: Case, now: Date): NonNullable<AnnouncedResource['grounds']> => {
  const opinions = countedOpinions(subject);
  return {
    decidedAt: now.toISOString(),
    policyVersion: subject.policy.version,
    opinions: opinions.length,
    colleges: tally(opinions.map(({ college }) => college)),
    recommendations: tally(opinions.map(({ recommendation }) => recommendation)),
    criteria: Object.fromEntries(criteria.map((criterion) => [criterion, median(opinions, criterion)])) as Record<
      Criterion,
      Mark
    >,
    ...detailOf(opinions),
  };
};

/** The middle of what was said beside the criteria, where anybody said so. */
const detailOf = (
  opinions: readonly Opinion[],
): Pick<NonNullable<AnnouncedResource['grounds']>, 'clarityDetail' | 'commonInterest'> => {
  const details = opinions.flatMap(({ clarityDetail }) => clarityDetail ?? []);
  const interests = opinions.flatMap(({ commonInterest }) => commonInterest ?? []);
  const middleOf = (part: (typeof clarityParts)[number]) => middle(details.map((detail) => detail[part])) ?? 0;
  return {
    ...(details.length
      ? { clarityDetail: { substance: middleOf('substance'), form: middleOf('form'), ease: middleOf('ease') } }
      : {}),
    ...(interests.length ? { commonInterest: middleMark(interests) } : {}),
  };
};

/** Of two middles, the lower. */
const middle = (numbers: readonly number[]): number | undefined =>
  [...numbers].sort((a, b) => a - b)[Math.ceil(numbers.length / 2) - 1];

const worstFirst: readonly Mark[] = ['not-met', 'partly', 'met'];

/** The middle mark of those who found the criterion applicable; of two middles, the lower. */
const median = (opinions: readonly Opinion[], criterion: Criterion): Mark => {
  return middleMark(opinions.map(({ criteria: given }) => given[criterion]));
};

const middleMark = (given: readonly Mark[]): Mark =>
  worstFirst[middle(given.map((mark) => worstFirst.indexOf(mark)).filter((rank) => rank >= 0)) ?? -1] ??
  'not-applicable';

const isWithin = (code: string, codes: readonly string[]): boolean => leavesOf([code]).isSubsetOf(leavesOf(codes));

/**
 * Where it applies: each territory that more than half of the approving opinions include, less each that a third of
 * them exclude; without a majority, where it comes from.
 */
export const decidedScope = (subject: Case): Scope => {
  const { policy, content } = subject;
  const origin = { include: [...content.territories], exclude: [] };
  const wanted = countedOpinions(subject)
    .filter(({ recommendation }) => recommendation === 'approve')
    .map(({ scope }) => scope ?? content.scope ?? origin);
  const named = (side: keyof Scope) => [...new Set(wanted.flatMap((scope) => scope[side]))];
  const naming = (code: string, side: keyof Scope) => wanted.filter((scope) => isWithin(code, scope[side])).length;
  const include = widest(
    named('include').filter((code) => exceeds(naming(code, 'include'), wanted.length, policy.scope.include)),
  );
  const exclude = widest(
    named('exclude').filter((code) => reaches(naming(code, 'exclude'), wanted.length, policy.scope.exclude)),
  );
  const scope = { include, exclude: exclude.filter((code) => touches({ include, exclude: [] }, [code])) };
  return scopeLeaves(scope).size > 0 ? scope : origin;
};

/** Without what a wider one of them already says. */
const widest = (codes: readonly string[]): string[] =>
  codes.filter((code) => !codes.some((other) => other !== code && isWithin(code, [other]) && !isWithin(other, [code])));

/** Whether the field test holds everywhere, or inspires. Null outside the documentary family. */
export const decidedVerdict = (subject: Case): Decision['verdict'] => {
  const { policy, content } = subject;
  if (content.family !== 'documentary') return null;
  const approving = countedOpinions(subject).filter(({ recommendation }) => recommendation === 'approve');
  const everywhere = approving.filter(({ verdict }) => verdict === 'everywhere');
  const isProven =
    (content.fieldTest?.testedIn.length ?? 0) >= policy.everywhere.testedTerritories ||
    everywhere.some(({ comment }) => comment);
  return isProven && reaches(everywhere.length, approving.length, policy.everywhere.share)
    ? 'everywhere'
    : 'inspiration';
};

/** What those who did not approve gave as reasons. */
export const reasonsOf = (subject: Case): string[] => {
  const opinions = countedOpinions(subject);
  const given = opinions.flatMap(({ recommendation, comment }) =>
    recommendation !== 'approve' && comment ? [comment] : [],
  );
  if (given.length) return given;
  // Everybody would approve, but for a criterion that most find not met: that is the reason.
  return criteria
    .filter((criterion) => opinions.some((opinion) => opinion.criteria[criterion] === 'not-met'))
    .map((criterion) => `Critère non rempli : ${criterionLabels[criterion]}.`);
};
