import { colleges, families } from '#taxonomy';
import { type Comparison, comparisonView } from '../contribute/comparison.view.ts';
import { frenchDate, spaced } from '../pages/french.ts';
import { pathOf } from '../resources/resource.view.ts';
import type { CaseFacts, DecisionFacts, ThreadFacts } from './case.facts.ts';
import { contentView, type FieldView } from './content.view.ts';
import { type NetworkNames, opinionLine, verificationLine } from './opinion-line.view.ts';
import { beforeInWords, casePath, outcomeInWords, procedureInWords, recommendationInWords } from './words.ts';

interface Shown {
  readonly facts: CaseFacts;
  readonly names: NetworkNames;
  readonly comparison: Comparison | null;
  /** Who looks, and whether as a member. */
  readonly reader: { readonly id: string; readonly isMember: boolean };
  /** The field that an exchange is to be about. */
  readonly asked: string;
  readonly notice: string | undefined;
}

export const caseTrail = [{ label: 'Comité éditorial', path: '/comite' }] as const;

/** A case on one page: what it says, where it stands, what was said, what one may do. */
export const caseView = ({ facts, names, comparison, reader, asked, notice }: Shown) => {
  const { grid, mine } = facts;
  const path = casePath(facts.id);
  const fields = contentView(facts.content, facts.contributionId);
  return {
    title: spaced(facts.title),
    isHidden: true,
    breadcrumb: [...caseTrail, { label: 'Dossier' }],
    notice,
    path,
    isMember: reader.isMember,
    version: facts.version,
    procedure: procedureInWords(facts.procedure),
    family: families.label(facts.family),
    network: facts.network.name,
    publicPath: facts.procedure === 'label' ? pathOf(facts.contributionId) : null,
    policyPath: `/regles/${facts.policyVersion}`,
    policyVersion: facts.policyVersion,
    openedAt: facts.openedAt,
    isOpen: facts.status !== 'decided',
    isInSession: facts.status === 'in-session',
    decision: facts.decision && decisionView(facts.decision),
    deadline: beforeInWords(facts.urgent?.deadline ?? facts.deadline),
    urgent: facts.urgent && spaced(facts.urgent.reason),
    missing: facts.missing.map(({ detail }) => spaced(detail)),
    mine: {
      ...mine,
      refusal: mine.refusal && spaced(mine.refusal),
      recommendation: mine.recommendation && recommendationInWords(mine.recommendation),
      college: mine.seat?.collegeLabel,
    },
    isUrgeable: facts.family === 'legal-watch' && facts.urgent === null,
    isTaken: facts.assignments.length > 0 && !mine.isAssigned,
    fields: fields.map((field) => fieldWith(field, facts, asked, reader.id)),
    hints: facts.hints.length,
    comparison: comparison && comparisonView(comparison),
    opinions: facts.opinions.map((opinion) => opinionLine(opinion, grid, names)),
    setAside: facts.setAside.map((opinion) => opinionLine(opinion, grid, names)),
    verifications: facts.verifications.map(verificationLine),
    objections: facts.objections.map(({ reason, at }) => ({ reason: spaced(reason), at })),
    recusals: facts.recusals.map(({ reason, at }) => ({ reason: spaced(reason), at })),
    rounds: facts.rounds.map((round) => ({
      path: casePath(round.caseId),
      version: round.version,
      decision: round.decision && decisionView(round.decision),
      opinions: round.opinions.map((opinion) => opinionLine(opinion, grid, names)),
    })),
    exchange: {
      options: [{ field: '/title', label: 'Titre' }, ...fields].map(({ field, label }) => ({
        value: field,
        label,
        isChosen: field === asked,
      })),
      otherThreads: facts.threads
        .filter(({ field }) => !fields.some((one) => isAbout(field, one.field)))
        .map((thread) => threadView(thread, path, reader.id)),
    },
    note: facts.note?.text ?? '',
  };
};

const isAbout = (pointer: string, field: string): boolean => pointer === field || pointer.startsWith(`${field}/`);

const fieldWith = (view: FieldView, { hints, threads, id }: CaseFacts, asked: string, reader: string) => ({
  ...view,
  isList: view.field === '/howToUse',
  isAsked: view.field === asked,
  askPath: `?champ=${encodeURIComponent(view.field)}#nouvel-echange`,
  hints: hints
    .filter(({ field }) => isAbout(field, view.field))
    .map(({ excerpt, detail }) => ({ excerpt, detail: spaced(detail) })),
  threads: threads
    .filter(({ field }) => isAbout(field, view.field))
    .map((thread) => threadView(thread, casePath(id), reader)),
});

const threadView = ({ id, messages, resolvedAt }: ThreadFacts, path: string, reader: string) => ({
  id,
  isResolved: resolvedAt !== null,
  messages: messages.map(({ by, college, text, at }) => ({
    who: by === reader ? 'Vous' : colleges.label(college),
    lines: spaced(text).split(/\n+/),
    at,
  })),
  answerPath: `${path}/echanges/${encodeURIComponent(id)}`,
  resolvePath: `${path}/echanges/${encodeURIComponent(id)}/clore`,
});

const decisionView = ({ outcome, decidedAt, reasons }: DecisionFacts) => ({
  outcome: outcomeInWords(outcome),
  isPublic: outcome === 'published' || outcome === 'labelled',
  date: frenchDate(decidedAt),
  reasons: reasons.map(spaced),
});
