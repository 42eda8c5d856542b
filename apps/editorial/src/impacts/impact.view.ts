import type { Principal } from '#access';
import { isAuthor } from '../resources/move-resource.ts';
import type { Resource } from '../resources/resource.ts';
import type { Impact } from './impact.ts';

/** An impact with its resource; nobody is named. `proposed` is what its kind calls for. */
export const impactView = (resource: Resource, { by: _, remindedAt: __, version, ...impact }: Impact) => ({
  ...impact,
  version,
  proposed: impact.kind === 'repealed' && impact.level === 'certain' ? 'suspend' : null,
  resource: {
    id: resource._id,
    title: resource.current.title,
    version: resource.current.version,
    status: resource.current.status,
    network: resource.current.network,
  },
});

/** What whoever reads it may do with it now. */
export const possibleFor = (
  resource: Resource,
  { status, version }: Impact,
  caller: Principal,
  mayOverride: boolean,
): { mayAccept: boolean; outcomes: string[] } => {
  const isOwn = isAuthor(resource, caller);
  const isRevised = resource.current.version > version;
  const outcomes = [...(isRevised && (isOwn || mayOverride) ? ['new-version'] : [])];
  if (mayOverride && !isOwn) outcomes.unshift('no-effect');
  const isAlive = ['published', 'flagged'].includes(resource.current.status);
  if (mayOverride && !isOwn && isAlive) outcomes.push('suspend');
  if (mayOverride && !isOwn && resource.current.status !== 'withdrawn') outcomes.push('withdraw');
  return { mayAccept: status === 'open' && isAlive, outcomes: status === 'closed' ? [] : outcomes };
};
