import { colleges } from '#taxonomy';
import { contentHints } from '../plain-language/hints.ts';
import { earlierRounds } from '../reviewing/rounds.ts';
import { type Case, clarityPartLabels, clarityParts, criteria, criterionLabels, marks } from './case.ts';
import { lastMoment, type Missing } from './evaluate.ts';

/** What a member fills in. */
const grid = criteria.map((criterion) => ({
  criterion,
  label: criterionLabels[criterion],
  marks,
  // What clarity may be detailed in, from 0 to 3 each.
  ...(criterion === 'clarity' ? { parts: clarityParts.map((part) => ({ part, label: clarityPartLabels[part] })) } : {}),
}));

export const caseSummary = (subject: Case, missing: readonly Missing[]) => ({
  id: subject._id,
  procedure: subject.procedure,
  contributionId: subject.contributionId,
  version: subject.version,
  committee: subject.committee,
  consulted: subject.consulted,
  title: subject.content.title,
  family: subject.content.family,
  network: { id: subject.network.networkId, slug: subject.network.slug, name: subject.network.name },
  status: subject.status,
  openedAt: subject.openedAt,
  /** When a case that found no agreement goes back. */
  deadline: lastMoment(subject).toISOString(),
  urgent: subject.urgent,
  assignments: subject.assignments,
  decision: subject.decision,
  missing,
});

/** What the networks that made it may read while it is judged: no opinion, and nobody’s name. */
export const caseForAuthor = (subject: Case, missing: readonly Missing[]) => {
  const { assignments: _, ...summary } = caseSummary(subject, missing);
  return {
    ...summary,
    content: subject.content,
    hints: contentHints(subject.content),
    threads: subject.threads.map(({ messages, ...thread }) => ({
      ...thread,
      messages: messages.map(({ by: _by, college, ...message }) => ({
        ...message,
        collegeLabel: colleges.label(college),
      })),
    })),
  };
};

/** A case with all that a member needs to judge it. */
export const caseDetail = (subject: Case, missing: readonly Missing[], cases: readonly Case[], reader: string) => ({
  ...caseSummary(subject, missing),
  ...earlierRounds(subject, cases),
  policyVersion: subject.policy.version,
  content: subject.content,
  grid,
  /** Help for whoever reads, never a reason to refuse. */
  hints: contentHints(subject.content),
  opinions: subject.opinions.map((opinion) => ({ ...opinion, collegeLabel: colleges.label(opinion.college) })),
  setAside: subject.setAside,
  verifications: subject.verifications,
  recusals: subject.recusals,
  objections: subject.objections,
  threads: subject.threads,
  session: subject.session,
  /** The reader’s own. */
  note: subject.notes.find(({ person }) => person === reader) ?? null,
});
