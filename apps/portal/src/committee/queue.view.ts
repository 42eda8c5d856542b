import { families } from '#taxonomy';
import { counted, spaced } from '../pages/french.ts';
import type { QueueLine } from './case.facts.ts';
import { beforeInWords, casePath, procedureInWords, recommendationInWords } from './words.ts';

interface QueueFacts {
  readonly items: readonly QueueLine[];
  readonly total: number;
  readonly next: string | null;
}

/** What waits beside the cases; null when it cannot be told now. */
interface Beside {
  readonly requests: number | null;
  readonly feedback: number | null;
  readonly impacts: number | null;
}

/** What waits for me: first what my opinion would bring nearer to a decision. */
export const queueView = (
  { items, total, next }: QueueFacts,
  { requests, feedback, impacts }: Beside,
  isFirst: boolean,
) => ({
  title: 'Comité éditorial',
  isHidden: true,
  breadcrumb: [{ label: 'Comité éditorial' }],
  total: counted(total, 'dossier en cours', 'dossiers en cours'),
  unblockable: items.filter(({ canUnblock }) => canUnblock).map(lineView),
  others: items.filter(({ canUnblock }) => !canUnblock).map(lineView),
  isEmpty: items.length === 0,
  requests: requests && counted(requests, 'demande d’un réseau', 'demandes de réseaux'),
  feedback: feedback && counted(feedback, 'retour à relire', 'retours à relire'),
  impacts: impacts && counted(impacts, 'changement de texte', 'changements de textes'),
  pagination: paginationOf(next, isFirst),
});

const paginationOf = (next: string | null, isFirst: boolean) => {
  const cursor = next && new URL(next, 'http://here').searchParams.get('cursor');
  if (!cursor && isFirst) return undefined;
  return { first: isFirst ? null : '/comite', next: cursor && `/comite?suite=${encodeURIComponent(cursor)}` };
};

const lineView = (line: QueueLine) => ({
  path: casePath(line.id),
  opinionPath: `${casePath(line.id)}/avis`,
  title: spaced(line.title),
  network: line.network.name,
  family: families.label(line.family),
  procedure: line.procedure === 'label' ? procedureInWords(line.procedure) : null,
  isUrgent: line.urgent !== null,
  isInSession: line.status === 'in-session',
  isMine: line.mine.isAssigned,
  isTaken: line.assignments.length > 0 && !line.mine.isAssigned,
  recommendation: line.mine.recommendation && recommendationInWords(line.mine.recommendation),
  version: line.version,
  missing: line.missing.map(({ detail }) => spaced(detail)),
  openedAt: line.openedAt,
  deadline: beforeInWords(line.urgent?.deadline ?? line.deadline),
  canUnblock: line.canUnblock,
});
