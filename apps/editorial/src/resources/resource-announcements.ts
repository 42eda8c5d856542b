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
