import type { AnnouncedContent } from '#contracts';
import type { Stored } from '#messaging';
import type { TextChange } from '../impacts/text-change.ts';
import { ItemNotMovable } from './item.problems.ts';

export const itemStatuses = [
  'new',
  'quarantined',
  'dropped',
  'dismissed',
  'merged',
  'in-review',
  'changes-requested',
  'declined',
  'published',
  'withdrawn',
] as const;
export type ItemStatus = (typeof itemStatuses)[number];

export const itemStatusLabels: Readonly<Record<ItemStatus, string>> = {
  new: 'À trier',
  quarantined: 'En quarantaine',
  dropped: 'Écartée par une règle',
  dismissed: 'Écartée',
  merged: 'Réunie à une autre',
  'in-review': 'En comité éditorial',
  'changes-requested': 'À reprendre',
  declined: 'Non retenue',
  published: 'Publiée',
  withdrawn: 'Retirée',
};

/** Where an item may go from each status. */
export const nextStatuses: Readonly<Record<ItemStatus, readonly ItemStatus[]>> = {
  new: ['in-review', 'dismissed', 'merged'],
  quarantined: ['new', 'dismissed'],
  dropped: ['new', 'in-review', 'dismissed'],
  dismissed: ['new'],
  merged: ['new'],
  'in-review': ['new', 'changes-requested', 'declined', 'published', 'withdrawn'],
  'changes-requested': ['in-review', 'dismissed', 'withdrawn'],
  declined: ['in-review', 'dismissed', 'withdrawn'],
  published: ['in-review', 'withdrawn'],
  withdrawn: [],
};

export const moveTo = (wanted: ItemStatus, { status }: Pick<Item, 'status'>): ItemStatus => {
  if (!nextStatuses[status].includes(wanted)) throw new ItemNotMovable(status, wanted);
  return wanted;
};

/** What a source said at some time. */
export interface ItemVersion {
  readonly hash: string;
  readonly title: string;
  readonly text: string;
  readonly seenAt: string;
}

export interface ItemEntry {
  readonly at: string;
  /** A person’s id; null when a source, a rule or the committee did it. */
  readonly by: string | null;
  readonly what:
    | 'detected'
    | 'updated'
    | 'deleted'
    | 'selected'
    | 'dismissed'
    | 'merged'
    | 'undone'
    | 'assigned'
    | 'changes-stated'
    | 'released'
    | 'changes-requested'
    | 'declined'
    | 'published'
    | 'withdrawn';
  readonly reason?: string | null;
}

/** What was handed to the committee. */
export interface Selection {
  readonly version: number;
  readonly network: string;
  readonly by: string;
  readonly at: string;
  readonly content: AnnouncedContent;
  readonly urgent: { readonly reason: string } | null;
}

/** Something that was published somewhere, before anybody decided what it is worth. */
export interface Item extends Stored {
  readonly source: string;
  readonly status: ItemStatus;
  /** How the desk is sorted: priority, then date. Unique. */
  readonly order: string;
  readonly priority: 0 | 1 | 2;
  readonly family: string;
  readonly title: string;
  readonly text: string;
  readonly url: string | null;
  readonly publishedAt: string;
  /** The source gives no date: it is the day when it was seen. */
  readonly isDateInferred: boolean;
  readonly detectedAt: string;
  /** What tells it from everything else, over all sources; absent when nothing does. */
  readonly identity?: string | undefined;
  /** Other sources that published the same. */
  readonly alsoIn: readonly { readonly source: string; readonly url: string | null }[];
  readonly legalIds: readonly string[];
  /** What it does to other legal texts; absent when nothing is known of any. */
  readonly changes?: readonly TextChange[] | undefined;
  readonly territories: readonly string[];
  readonly themes: readonly string[];
  readonly labels: readonly string[];
  readonly assignee: string | null;
  /** For whom a rule drafts it; absent: for everybody. */
  readonly sector?: string | undefined;
  readonly hash: string;
  /** What it said before, the oldest first. */
  readonly versions: readonly ItemVersion[];
  /** It changed since somebody decided on it. */
  readonly hasChanged: boolean;
  /** A retroactive delivery corrected it. */
  readonly isCorrected: boolean;
  readonly mergedInto: string | null;
  /** When its source says that it took it back; absent or null: it did not. */
  readonly deletedAt?: string | null | undefined;
  readonly selections: readonly Selection[];
  readonly history: readonly ItemEntry[];
}

export const orderOf = ({ priority, publishedAt, _id }: Pick<Item, 'priority' | 'publishedAt' | '_id'>): string =>
  `${priority}|${publishedAt}|${_id}`;
