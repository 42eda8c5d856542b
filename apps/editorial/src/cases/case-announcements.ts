import { type Announcement, announce, caseApproved, caseChangesRequested, caseDeclined, caseOpened } from '#contracts';
import { approvedResource } from './approved-resource.ts';
import type { Case, Decision } from './case.ts';

/** What is told of a decision by the rules. */
export const decisionAnnounced = (subject: Case, decision: Decision): Announcement => {
  const { _id: caseId, contributionId, version } = subject;
  const facts = { caseId, contributionId, version, grounds: decision.grounds as NonNullable<Decision['grounds']> };
  if (decision.outcome === 'published') {
    return announce(caseApproved, { ...facts, resource: approvedResource(subject, decision) });
  }
  const reasons = [...decision.reasons];
  return announce(decision.outcome === 'declined' ? caseDeclined : caseChangesRequested, { ...facts, reasons });
};

/** A case as it stands; one that its author took back says nothing. */
export const presentState = (subject: Case): Announcement[] => {
  const { _id: caseId, contributionId, version, decision } = subject;
  if (!decision) return [announce(caseOpened, { caseId, contributionId, version })];
  return decision.outcome === 'withdrawn' ? [] : [decisionAnnounced(subject, decision)];
};
