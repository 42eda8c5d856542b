import type { ContributionContent, NetworkFacts } from '#contracts';
import type { Stored } from '#messaging';
import type { Attachment } from '../attachments/attachment.ts';
import type { Marks } from '../duplicates/marks.ts';
import type { CharterAcceptance } from './charter.ts';
import { ContributionNotMovable } from './contribution.problems.ts';

export const contributionStatuses = [
  'draft',
  'submitted',
  'in-review',
  'changes-requested',
  'published',
  'declined',
  'withdrawn',
] as const;
export type ContributionStatus = (typeof contributionStatuses)[number];

/** Where a contribution may go from each status. An empty list is an end. */
export const nextStatuses: Record<ContributionStatus, readonly ContributionStatus[]> = {
  draft: ['submitted', 'withdrawn'],
  submitted: ['in-review', 'draft', 'withdrawn'],
  'in-review': ['changes-requested', 'published', 'declined', 'withdrawn'],
  'changes-requested': ['submitted', 'withdrawn'],
  // A revision is handed in; the public version stays public meanwhile.
  published: ['submitted'],
  declined: [],
  withdrawn: [],
};

/** The statuses in which its author may still write. */
export const isEditable = (status: ContributionStatus): boolean => nextStatuses[status].includes('submitted');

/** The producing network as it was when the version was handed in. */
export type FrozenProducer = Pick<NetworkFacts, 'networkId' | 'slug' | 'name' | 'circle' | 'networkKind' | 'actorType'>;

/** A version handed in: never changed afterwards. */
export interface Version {
  readonly version: number;
  readonly content: ContributionContent;
  readonly network: FrozenProducer;
  readonly involvedNetworks: readonly string[];
  readonly submittedAt: string;
  readonly submittedBy: string;
  readonly endorsedAt: string | null;
  readonly endorsedBy: string | null;
  readonly files?: readonly Attachment[] | undefined;
  readonly charter?: CharterAcceptance | undefined;
  /** Of the production policy that let it in. */
  readonly policyVersion?: number | undefined;
  /** The networks that must agree to it: co-producers, and a sponsor that the directory does not know as such. */
  readonly awaits?: readonly string[] | undefined;
  /** It counts as endorsed as soon as all of them agree. */
  readonly selfEndorsing?: boolean | undefined;
}

/** What a co-producing network says of a version. */
export interface Agreement {
  readonly network: string;
  readonly version: number;
  readonly by: string;
  readonly at: string;
}

/** Time and money that it took: for funding files, seen by its network alone. */
export interface Effort {
  readonly hours?: number | undefined;
  readonly costEur?: number | undefined;
}

/** Somebody without an account: their name and address stay here. */
export interface Proposer {
  readonly name: string;
  readonly email: string | null;
}

/** What the author asked about a public resource. */
export interface RemovalRequest {
  readonly what: 'resource' | 'name';
  readonly reason: string | null;
  readonly at: string;
  readonly by: string;
}

/** What the committee said of a version. */
export interface CommitteeWord {
  readonly caseId: string;
  readonly version: number;
  readonly outcome: 'published' | 'changes-requested' | 'declined';
  readonly reasons: readonly string[];
  readonly at: string;
}

export interface HistoryEntry {
  readonly at: string;
  readonly what:
    | 'created'
    | 'edited'
    | 'submitted'
    | 'endorsed'
    | 'returned'
    | 'withdrawn'
    | 'agreed'
    | 'reframed'
    | 'removal-requested'
    | CommitteeWord['outcome'];
  readonly version: number;
  readonly reasons?: readonly string[];
}

export interface Contribution extends Stored {
  /** The producing network's id. */
  readonly network: string;
  readonly externalId?: string | undefined;
  readonly createdBy: string;
  readonly status: ContributionStatus;
  /** Counts what was handed in; 0 until then. */
  readonly version: number;
  /** What its author is writing. */
  readonly content: ContributionContent;
  readonly versions: readonly Version[];
  readonly committee: readonly CommitteeWord[];
  readonly history: readonly HistoryEntry[];
  readonly createdAt: string;
  readonly files?: readonly Attachment[] | undefined;
  readonly agreements?: readonly Agreement[] | undefined;
  readonly effort?: Effort | undefined;
  readonly proposer?: Proposer | undefined;
  readonly removalRequests?: readonly RemovalRequest[] | undefined;
  /** What became of its public resource, as far as was heard. */
  readonly resource?: { readonly v: number; readonly status: string } | undefined;
  /** What duplicates are found by. */
  readonly marks?: Marks | undefined;
}

/** @throws ContributionNotMovable (409) when its status does not lead there. */
export const moveTo = (status: ContributionStatus, from: ContributionStatus): ContributionStatus => {
  if (!nextStatuses[from].includes(status)) throw new ContributionNotMovable(from, status);
  return status;
};

export const latestVersion = ({ versions }: Pick<Contribution, 'versions'>): Version | undefined => versions.at(-1);

/** The networks that must agree to the latest version and have not yet. */
export const awaitedAgreements = ({
  versions,
  agreements = [],
}: Pick<Contribution, 'versions' | 'agreements'>): string[] => {
  const latest = versions.at(-1);
  const agreed = agreements.filter(({ version }) => version === latest?.version).map(({ network }) => network);
  return (latest?.awaits ?? []).filter((network) => !agreed.includes(network));
};

export const wasPublished = ({ committee }: Pick<Contribution, 'committee'>): boolean =>
  committee.some(({ outcome }) => outcome === 'published');

/** Taken back by its author; when that was a revision, what is public stays so. @throws ContributionNotMovable (409) */
export const afterWithdrawal = (contribution: Pick<Contribution, 'status' | 'committee'>): ContributionStatus => {
  const withdrawn = moveTo('withdrawn', contribution.status);
  return wasPublished(contribution) ? 'published' : withdrawn;
};
