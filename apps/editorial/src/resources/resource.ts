import { type AnnouncedResource, isCreditRemoved, withoutCredit } from '#contracts';
import type { Stored } from '#messaging';
import type { ResourceStatus } from '#taxonomy';
import type { Adoption } from '../adoptions/adoption.ts';
import type { Verification } from '../cases/case.ts';
import type { Impact } from '../impacts/impact.ts';
import { unmetVerification } from '../labels/label-conditions.ts';
import { ResourceNotMovable } from './resource.problems.ts';

/** What a person may do with a public resource. Time alone may do one thing more: `expire`. */
export const commands = ['flag', 'confirm', 'suspend', 'restore', 'withdraw'] as const;
export type Command = (typeof commands)[number];
export type Move = Command | 'expire';

/** From which statuses each move is possible, and where it leads. What is withdrawn stays so. */
export const moves: Readonly<Record<Move, { readonly from: readonly ResourceStatus[]; readonly to: ResourceStatus }>> =
  {
    flag: { from: ['published'], to: 'flagged' },
    confirm: { from: ['published', 'flagged'], to: 'published' },
    suspend: { from: ['published', 'flagged'], to: 'suspended' },
    restore: { from: ['suspended'], to: 'published' },
    expire: { from: ['published', 'flagged', 'suspended'], to: 'expired' },
    withdraw: { from: ['published', 'flagged', 'suspended', 'expired'], to: 'withdrawn' },
  };

/** What an author's network asks the committee to do. */
export interface MoveRequest {
  readonly id: string;
  readonly command: Command;
  readonly reason: string;
  readonly version: number;
  readonly by: string;
  readonly at: string;
}

/** What happened to it, and by whom; `by` is null when time did it. */
export interface ResourceHistoryEntry {
  readonly what: Move | 'label' | 'unlabel' | 'request-declined' | 'verified' | 'credit-removed';
  readonly by: string | null;
  readonly at: string;
  readonly version: number;
  readonly reason: string | null;
}

/** A public resource, as editorial answers for it. Its id is its contribution's. */
export interface Resource extends Stored {
  readonly current: AnnouncedResource;
  /** Producing, co-producing and sponsoring networks: they may ask, and never decide. */
  readonly involvedNetworks: readonly string[];
  /** The committee that published the current version. */
  readonly committee: string;
  readonly adoptions: readonly Adoption[];
  /** Professionals' checks of the current version. */
  readonly verifications: readonly Verification[];
  readonly requests: readonly MoveRequest[];
  /** What changed texts may do to it; absent when none did. */
  readonly impacts?: readonly Impact[] | undefined;
  readonly history: readonly ResourceHistoryEntry[];
  /** The last proposal as national reference that was decided. */
  readonly lastProposal: number;
}

interface MoveFacts {
  readonly reason: string | null;
  readonly verifiedUntil?: string;
  /** What is shown of professionals' checks from now on. */
  readonly verification?: AnnouncedResource['verification'];
}

/** @throws ResourceNotMovable when it is not in a status from which the move is possible. */
export const moved = (
  current: AnnouncedResource,
  move: Move,
  { reason, verifiedUntil, verification }: MoveFacts,
): AnnouncedResource => {
  const { from, to } = moves[move];
  if (!from.includes(current.status)) throw new ResourceNotMovable(current.status, to);
  return {
    ...current,
    status: to,
    statusReason: to === 'published' ? null : reason,
    verifiedUntil: verifiedUntil ?? current.verifiedUntil,
    verification: verification === undefined ? current.verification : verification,
    // A tombstone recommends nothing.
    ...(to === 'withdrawn' ? { label: 'none', labelledUntil: null } : {}),
  };
};

/** The next public state: a revision keeps the day it was first published, and shows no name that was taken off. */
export const revisedFrom = (previous: AnnouncedResource, approved: AnnouncedResource): AnnouncedResource => ({
  ...(isCreditRemoved(previous) ? withoutCredit(approved) : approved),
  label: previous.label,
  labelledUntil: previous.labelledUntil ?? null,
  publishedAt: previous.publishedAt,
  revisedAt: approved.publishedAt,
});

/**
 * Why a revision is no national reference any more, or null when it still is. The committee that labelled it vouched for
 * what had been read by a professional, and a new version voids that reading: the label stays when the new version was
 * itself read as the label asks, under a licence that still allows adaptation. Adoptions speak for the resource, whatever
 * its version, and the label lapses on the day it would have.
 */
export const lostByRevision = (
  revised: AnnouncedResource,
  verifications: readonly Pick<Verification, 'independence' | 'validUntil'>[],
  allowsAdaptation: boolean,
  now: Date,
): string | null => {
  if (revised.label === 'none') return null;
  if (!allowsAdaptation) return 'La licence de la nouvelle version ne permet plus l’adaptation.';
  const unmet = unmetVerification({ resource: revised, verifications }, now);
  return unmet.length ? 'La nouvelle version n’a pas encore été relue comme le demande le label.' : null;
};

export const unlabelled = (current: AnnouncedResource): AnnouncedResource => ({
  ...current,
  label: 'none',
  labelledUntil: null,
});
