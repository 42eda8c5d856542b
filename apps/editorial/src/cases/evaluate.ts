import type { Quorum } from '#contracts';
import type { LabelCondition } from '../labels/label-conditions.ts';
import { exceeds, quorumFor, reaches } from '../policy/policy.ts';
import { afterWorkingDays } from '../policy/working-days.ts';
import { type Case, countedOpinions, criteria, type Opinion, type Outcome } from './case.ts';

/** What stands between a case and its decision, for those who can supply it. */
export type Missing =
  | { readonly code: 'opinions'; readonly needed: number; readonly detail: string }
  | { readonly code: 'colleges'; readonly needed: number; readonly not: readonly string[]; readonly detail: string }
  | { readonly code: 'sectoral-opinion' | 'territorial-opinion'; readonly needed: 1; readonly detail: string }
  | { readonly code: 'delay'; readonly until: string; readonly detail: string }
  | { readonly code: 'agreement' | 'session'; readonly detail: string }
  | LabelCondition;

export type Evaluation =
  | { readonly outcome: Outcome; readonly missing: readonly [] }
  | { readonly outcome: null; readonly missing: readonly Missing[] };

/**
 * What the rules say of a case as it stands: the outcome, or what is missing for one.
 *
 * @param seats of the committees that it is before, whose opinion would count here.
 * @param unmet what a resource must still show before it may be the national reference.
 */
export const evaluate = (
  subject: Case,
  seats: readonly string[],
  now: Date,
  unmet: readonly LabelCondition[] = [],
): Evaluation => {
  const quorum = quorumFor(subject.policy, subject.content.family, subject.procedure);
  const opinions = countedOpinions(subject);
  const missing = missingFor(opinions, subject, quorum, now);
  if (missing.length) return { outcome: null, missing: [...missing, ...unmet] };
  const outcome = outcomeOf(opinions, subject, seats, now);
  if (outcome === 'published' && unmet.length) return { outcome: null, missing: unmet };
  return outcome
    ? { outcome, missing: [] }
    : { outcome: null, missing: [{ code: 'agreement', detail: 'Les avis ne concordent pas encore.' }] };
};

const missingFor = (opinions: readonly Opinion[], subject: Case, quorum: Quorum, now: Date): Missing[] => {
  const missing: Missing[] = [];
  const lacking = quorum.opinions - opinions.length;
  if (lacking > 0) {
    missing.push({
      code: 'opinions',
      needed: lacking,
      detail: lacking === 1 ? 'Il manque un avis.' : `Il manque ${lacking} avis.`,
    });
  }
  const present = [...new Set(opinions.map(({ college }) => college))].sort();
  const colleges = quorum.colleges - present.length;
  if (colleges > 0) {
    missing.push({
      code: 'colleges',
      needed: colleges,
      not: present,
      detail:
        colleges === 1 ? 'Il manque un avis d’un autre collège.' : `Il manque des avis de ${colleges} autres collèges.`,
    });
  }
  if (subject.content.support === 'specific' && subject.policy.crossReview) {
    for (const kind of ['sectoral', 'territorial'] as const) {
      if (!opinions.some(({ networkKind }) => networkKind === kind)) {
        missing.push({
          code: `${kind}-opinion`,
          needed: 1,
          detail: `Il manque l’avis d’un réseau ${kind === 'sectoral' ? 'sectoriel' : 'territorial'}.`,
        });
      }
    }
  }
  const earliest = earliestMoment(subject);
  if (missing.length === 0 && now < earliest) {
    missing.push({ code: 'delay', until: earliest.toISOString(), detail: 'Le délai minimal n’est pas écoulé.' });
  }
  return missing;
};

const outcomeOf = (
  opinions: readonly Opinion[],
  subject: Case,
  seats: readonly string[],
  now: Date,
): Outcome | null => {
  const { policy } = subject;
  const total = opinions.length;
  const saying = (recommendation: Opinion['recommendation']) =>
    opinions.filter((opinion) => opinion.recommendation === recommendation).length;
  const isBlocked = criteria.some((criterion) =>
    exceeds(opinions.filter((opinion) => opinion.criteria[criterion] === 'not-met').length, total, { parts: 1, of: 2 }),
  );
  if (reaches(saying('approve'), total, policy.approval) && !isBlocked) return 'published';
  if (exceeds(saying('decline'), total, policy.refusal)) return 'declined';
  if (exceeds(saying('request-changes'), total, policy.changes)) return 'changes-requested';
  const haveSpoken = new Set(opinions.map(({ seat }) => seat));
  const everybodySpoke = seats.every((seat) => haveSpoken.has(seat));
  return everybodySpoke || now >= lastMoment(subject) ? 'changes-requested' : null;
};

type Timed = Pick<Case, 'openedAt' | 'policy' | 'urgent'>;

/** What is urgent waits for no minimum delay. */
const earliestMoment = ({ openedAt, policy, urgent }: Timed): Date =>
  urgent ? new Date(openedAt) : afterWorkingDays(new Date(openedAt), policy.minimumDelayWorkingDays);

/** When a case that found no agreement goes back to its author. */
export const lastMoment = ({ openedAt, policy, urgent }: Timed): Date =>
  urgent ? new Date(urgent.deadline) : new Date(Date.parse(openedAt) + policy.decisionDelayDays * 24 * 3600 * 1000);

/** The next moment at which time alone may change the evaluation; null when none is left. */
export const nextEvaluation = (subject: Timed, now: Date): string | null => {
  const moments = [earliestMoment(subject), lastMoment(subject)];
  return moments.find((moment) => moment > now)?.toISOString() ?? null;
};
