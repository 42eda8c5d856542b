import {
  type Announcement,
  announce,
  caseApproved,
  caseChangesRequested,
  caseDeclined,
  caseOpened,
  labelDecided,
  type NoticeKind,
} from '#contracts';
import { recordedOn } from '../audit/recorded.ts';
import { toNetwork } from '../notices/notices.ts';
import { monthsLater } from '../policy/revalidation.ts';
import { approvedResource } from './approved-resource.ts';
import type { Case, Decision } from './case.ts';

/** What is told of a decision by the rules. */
export const decisionAnnounced = (subject: Case, decision: Decision): Announcement => {
  if (subject.procedure === 'label') return labelAnnounced(subject, decision);
  const { _id: caseId, contributionId, version } = subject;
  const facts = { caseId, contributionId, version, grounds: decision.grounds as NonNullable<Decision['grounds']> };
  if (decision.outcome === 'published') {
    return announce(caseApproved, { ...facts, resource: approvedResource(subject, decision) });
  }
  const reasons = [...decision.reasons];
  return announce(decision.outcome === 'declined' ? caseDeclined : caseChangesRequested, { ...facts, reasons });
};

const kinds: Readonly<Record<string, NoticeKind>> = {
  published: 'contribution.published',
  declined: 'contribution.declined',
  'changes-requested': 'contribution.changes_requested',
};

/** Who is told of a decision in so many words, and what the log keeps of it. */
export const decisionTold = (subject: Case, { outcome, reasons }: Decision): Announcement[] => {
  const { procedure, network, contributionId, version, content } = subject;
  const facts = { contributionId, version, title: content.title, reasons: [...reasons] };
  const kind = procedure === 'publication' ? kinds[outcome] : undefined;
  return [
    ...(kind ? [toNetwork(network.networkId, kind, facts)] : []),
    recordedOn(subject, 'case.decided', null, { outcome, committee: subject.committee, procedure }),
  ];
};

const labelAnnounced = (subject: Case, decision: Decision): Announcement => {
  const { _id: caseId, contributionId: resourceId, version, proposal, policy } = subject;
  const { outcome, decidedAt } = decision;
  return announce(labelDecided, {
    caseId,
    resourceId,
    version,
    proposal,
    outcome: outcome as 'labelled' | 'declined' | 'changes-requested',
    grounds: decision.grounds as NonNullable<Decision['grounds']>,
    reasons: [...decision.reasons],
    labelledUntil: outcome === 'labelled' ? monthsLater(decidedAt, policy.label.validMonths) : null,
  });
};

/** A case as it stands; one that its author took back says nothing. */
export const presentState = (subject: Case): Announcement[] => {
  const { _id: caseId, contributionId, version, decision, procedure } = subject;
  if (!decision) return procedure === 'label' ? [] : [announce(caseOpened, { caseId, contributionId, version })];
  return decision.outcome === 'withdrawn' ? [] : [decisionAnnounced(subject, decision)];
};
