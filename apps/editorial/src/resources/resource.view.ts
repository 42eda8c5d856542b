import { labels, resourceStatuses } from '#taxonomy';
import { adoptionView } from '../adoptions/adoption.ts';
import type { Case } from '../cases/case.ts';
import type { MoveRequest, Resource } from './resource.ts';

export const requestView = (resource: Resource, { by: _, ...request }: MoveRequest) => ({
  ...request,
  resource: { id: resource._id, title: resource.current.title, network: resource.current.network },
});

/** What the committee and the resource's own networks see of its later life. No person is named. */
export const resourceRecord = (resource: Resource, proposals: readonly Case[]) => {
  const { current, adoptions, requests, history, verifications } = resource;
  const { status, statusReason, label, labelledUntil, verifiedUntil, expiresAt } = current;
  const isProposed = proposals.some(({ decision }) => !decision);
  const shown = label === 'reference' ? label : isProposed ? 'proposed' : labelBefore(resource);
  return {
    id: resource._id,
    title: current.title,
    version: current.version,
    network: current.network,
    status,
    statusLabel: resourceStatuses.label(status),
    statusReason: statusReason ?? null,
    label: shown,
    labelLabel: labels.label(shown),
    labelledUntil: labelledUntil ?? null,
    verifiedUntil,
    expiresAt,
    adoptions: adoptions.map(adoptionView),
    verifications: verifications.map(({ verifier: _, ...verification }) => verification),
    requests: requests.map((request) => requestView(resource, request)),
    labelProposals: proposals.map(({ _id, version, status: state, openedAt, decision }) => ({
      caseId: _id,
      version,
      status: state,
      openedAt,
      decision,
    })),
    history: history.map(({ by: _, ...entry }) => entry),
  };
};

const labelBefore = ({ history }: Resource): 'none' | 'revoked' =>
  history.some(({ what }) => what === 'unlabel') ? 'revoked' : 'none';
