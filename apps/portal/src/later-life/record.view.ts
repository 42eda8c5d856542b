import { territoryName } from '#taxonomy';
import { verificationLine } from '../committee/opinion-line.view.ts';
import { casePath, outcomeInWords } from '../committee/words.ts';
import { spaced } from '../pages/french.ts';
import { pathOf } from '../resources/resource.view.ts';
import { happeningInWords, moveSteps, recordPath } from './moves.ts';
import type { AdoptionFacts, RecordFacts, RequestFacts } from './record.facts.ts';

/** What became of a resource once public, and what one may do with it. */
export const recordView = (facts: RecordFacts, notice: string | undefined) => {
  const { possible } = facts;
  const path = recordPath(facts.id);
  return {
    title: `Suivi : ${spaced(facts.title)}`,
    isHidden: true,
    breadcrumb: recordTrail(facts),
    notice,
    path,
    resourcePath: pathOf(facts.id),
    resourceTitle: spaced(facts.title),
    network: facts.network.name,
    version: facts.version,
    status: facts.statusLabel,
    statusReason: facts.statusReason && spaced(facts.statusReason),
    label: facts.label === 'none' ? null : facts.labelLabel,
    isReference: facts.label === 'reference',
    labelledUntil: facts.labelledUntil,
    verifiedUntil: facts.verifiedUntil,
    verifications: facts.verifications.map(verificationLine),
    adoptions: facts.adoptions.map(adoptionLine),
    requests: facts.requests.map((request) => ({ ...requestLine(request), mayAnswer: possible.mayAnswer })),
    proposals: facts.labelProposals.map(({ caseId, version, openedAt, decision }) => ({
      path: casePath(caseId),
      version,
      openedAt,
      outcome: decision && outcomeInWords(decision.outcome),
    })),
    history: facts.history
      .map(({ what, at, version, reason }) => ({
        what: happeningInWords(what),
        at,
        version,
        reason: reason && spaced(reason),
      }))
      .reverse(),
    actions: actionsOf(facts, path),
    trialsPath: `${pathOf(facts.id)}/essais`,
  };
};

export const recordTrail = ({ id, title }: Pick<RecordFacts, 'id' | 'title'>) => [
  { label: 'Ressources', path: '/ressources' },
  { label: spaced(title), path: pathOf(id) },
  { label: 'Suivi' },
];

const actionsOf = ({ possible, label }: RecordFacts, path: string) => [
  ...possible.moves.flatMap(({ command, onlyAsks }) => {
    const step = moveSteps[command];
    if (!step) return [];
    return [{ path: `${path}/${step.path}`, label: onlyAsks ? `Demander au comité de ${step.asked}` : step.title }];
  }),
  ...(possible.mayVerify ? [{ path: `${path}/relecture`, label: 'Relire en professionnel' }] : []),
  ...(possible.label.mayPropose && label !== 'proposed'
    ? [{ path: `${path}/proposer-label`, label: 'Proposer comme référence nationale' }]
    : []),
  ...(possible.label.mayRevoke ? [{ path: `${path}/retirer-label`, label: 'Retirer le label' }] : []),
];

export const adoptionLine = ({ network, territory, mode, result }: AdoptionFacts) => ({
  network: network.name,
  networkPath: `/reseaux/${encodeURIComponent(network.slug)}`,
  territory: territoryName(territory),
  mode: mode === 'adapted' ? 'adaptée' : 'telle quelle',
  result: result && spaced(result),
});

export const requestLine = ({ id, command, reason, at, resource }: RequestFacts) => ({
  wanted: moveSteps[command]?.asked ?? command,
  reason: spaced(reason),
  at,
  resource: spaced(resource.title),
  network: resource.network.name,
  recordPath: recordPath(resource.id),
  acceptPath: `${recordPath(resource.id)}/demandes/${encodeURIComponent(id)}/accepter`,
  declinePath: `${recordPath(resource.id)}/demandes/${encodeURIComponent(id)}/decliner`,
});
