import {
  type AnnouncedResource,
  type Announcement,
  announce,
  resourceAdopted,
  resourceConfirmed,
  resourceExpired,
  resourceFlagged,
  resourceLabelled,
  resourcePublished,
  resourceRestored,
  resourceRevised,
  resourceSuspended,
  resourceWithdrawn,
} from '#contracts';
import { type Actor, recorded } from '../audit/recorded.ts';
import { toNetwork } from '../notices/notices.ts';
import type { Command, Resource } from './resource.ts';

const contracts = {
  flag: resourceFlagged,
  confirm: resourceConfirmed,
  suspend: resourceSuspended,
  restore: resourceRestored,
  withdraw: resourceWithdrawn,
} as const;

/** What is told of a command once it was carried out. */
export const commandAnnounced = (
  command: Command,
  resource: AnnouncedResource,
  previous: AnnouncedResource,
  reason: string,
): Announcement => announce(contracts[command], { resource, previous, reason });

const kinds = {
  flag: 'resource.flagged',
  confirm: 'resource.confirmed',
  suspend: 'resource.suspended',
  restore: 'resource.restored',
  withdraw: 'resource.withdrawn',
  expire: 'resource.expired',
  label: 'resource.labelled',
  unlabel: 'resource.unlabelled',
} as const;

/**
 * Who is told in so many words, and what the log keeps: the network that produced it, and, of what calls for care, those
 * that took it up.
 */
export const toldBeside = (
  { _id, current, adoptions, involvedNetworks }: Pick<Resource, '_id' | 'current' | 'adoptions' | 'involvedNetworks'>,
  what: keyof typeof kinds,
  actor: Actor,
  reason: string | null,
): Announcement[] => {
  const { title, version, network } = current;
  const facts = { resourceId: _id, title, version, reason };
  const callsForCare = ['flag', 'suspend', 'withdraw'].includes(what);
  const adopters = callsForCare ? adoptions.map((adoption) => adoption.network.id) : [];
  const told = new Set([network.id, ...involvedNetworks, ...adopters]);
  return [
    ...[...told].map((id) => toNetwork(id, kinds[what], facts, what === 'withdraw' ? 'now' : 'digest')),
    recorded(kinds[what], actor, { kind: 'resource', id: _id }, { version, detail: { reason } }),
  ];
};

/** All that a lost stream must be told again: that it is public, who took it up, its label, and its status, which comes last. */
export const presentState = ({ current, adoptions }: Resource): Announcement[] => {
  const state = { resource: current, previous: null };
  const withReason = { ...state, reason: current.statusReason ?? null };
  return [
    announce(current.revisedAt ? resourceRevised : resourcePublished, state),
    ...adoptions.map((adoption) => announce(resourceAdopted, { ...state, adoption })),
    ...(current.label === 'reference' ? [announce(resourceLabelled, state)] : []),
    ...(current.status === 'flagged' ? [announce(resourceFlagged, withReason)] : []),
    ...(current.status === 'suspended' ? [announce(resourceSuspended, withReason)] : []),
    ...(current.status === 'expired' ? [announce(resourceExpired, state)] : []),
    ...(current.status === 'withdrawn' ? [announce(resourceWithdrawn, withReason)] : []),
  ];
};
