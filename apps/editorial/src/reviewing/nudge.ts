import type { AnnouncedResource } from '#contracts';
import { type Case, countedOpinions } from '../cases/case.ts';

const dayMs = 24 * 3_600_000;

/** Something to remind of: its slot is told once, whoever looks and however often. */
export interface Nudge {
  readonly slot: string;
  readonly kind:
    | 'resource.verification-lapsed'
    | 'case.reminder'
    | 'case.escalated'
    | 'case.overdue'
    | 'resource.verification-due';
}

/**
 * What a case should be reminded of by now. Elapsed time counts, so that the days when the clock changes are days like
 * others; of several reminders that were missed only the last is told; each kind has slots of its own.
 */
export const dueNudges = (subject: Case, now: Date): Nudge[] => {
  const { _id, openedAt, policy, urgent } = subject;
  const days = (now.getTime() - Date.parse(openedAt)) / dayMs;
  const reminders = Math.floor(days / policy.reminders.afterDays);
  const nudges: Nudge[] = [];
  if (reminders >= 1) nudges.push({ slot: `${_id}:reminder:${reminders}`, kind: 'case.reminder' });
  if (days >= policy.reminders.escalationAfterDays && countedOpinions(subject).length === 0) {
    nudges.push({ slot: `${_id}:escalation`, kind: 'case.escalated' });
  }
  if (urgent && now >= new Date(urgent.deadline)) nudges.push({ slot: `${_id}:overdue`, kind: 'case.overdue' });
  return nudges;
};

/** A month, then a week, before what was verified no longer counts as such; and once a professional’s check is over. */
export const verificationNudges = (
  { id, verifiedUntil, verification }: Pick<AnnouncedResource, 'id' | 'verifiedUntil' | 'verification'>,
  now: Date,
): Nudge[] => {
  const validUntil = verification?.validUntil;
  if (validUntil && Date.parse(validUntil) <= now.getTime()) {
    return [{ slot: `${id}:valid-until:${validUntil}`, kind: 'resource.verification-lapsed' }];
  }
  if (!verifiedUntil) return [];
  const left = (Date.parse(verifiedUntil) - now.getTime()) / dayMs;
  const nearest = [7, 30].find((days) => left <= days);
  return nearest && left > 0
    ? [{ slot: `${id}:verified-until:${verifiedUntil}:${nearest}`, kind: 'resource.verification-due' }]
    : [];
};
