import type { AnnouncedContent, AnnouncedResource, CommitteePolicy, Scope } from '#contracts';
import type { Stored } from '#messaging';
import { nationalCommittee } from '../committees/committee.ts';
import { type Procedure, quorumFor } from '../policy/policy.ts';
import type { FrozenProducer } from './frozen-producer.ts';

export const criteria = ['clarity', 'accessibility', 'fieldTest', 'verification'] as const;
export type Criterion = (typeof criteria)[number];
export const criterionLabels = {
  clarity: 'Claire et lisible',
  accessibility: 'Accessible',
  fieldTest: 'Testée sur le terrain',
  verification: 'Vérifiée par un professionnel',
} as const;

export const marks = ['met', 'partly', 'not-met', 'not-applicable'] as const;
export type Mark = (typeof marks)[number];
export const recommendations = ['approve', 'request-changes', 'decline'] as const;
export type Recommendation = (typeof recommendations)[number];

/** Clear in substance, in form, and easy to use: each from 0 to 3. */
export const clarityParts = ['substance', 'form', 'ease'] as const;
export const clarityPartLabels = { substance: 'Fond', form: 'Forme', ease: 'Facilité d’usage' } as const;
export type ClarityDetail = Readonly<Record<(typeof clarityParts)[number], number>>;

/** What a member of the committee thinks of a version. Replaceable until the decision. */
export interface Opinion {
  readonly member: string;
  /** The seat that it was given from: each counts once. */
  readonly seat: string;
  readonly committee: string;
  readonly college: string;
  readonly network: string;
  /** Whether their network is territorial or sectoral. */
  readonly networkKind: string;
  readonly version: number;
  readonly recommendation: Recommendation;
  readonly criteria: Readonly<Record<Criterion, Mark>>;
  /** Clarity in its parts, from 0 to 3 each. */
  readonly clarityDetail?: ClarityDetail | null;
  /** Whether it serves the common interest. */
  readonly commonInterest?: Mark | null;
  readonly scope: Scope | null;
  readonly verdict: 'everywhere' | 'inspiration' | null;
  readonly comment: string | null;
  readonly at: string;
}

/** A question or a remark about one field, and what was answered. */
export interface Thread {
  readonly id: string;
  /** JSON Pointer into the content. */
  readonly field: string;
  readonly messages: readonly {
    readonly by: string;
    readonly college: string;
    readonly text: string;
    readonly at: string;
  }[];
  readonly resolvedAt: string | null;
}

/** Why somebody does not, or must not, decide alone. */
export interface Reason {
  readonly member: string;
  readonly seat: string;
  readonly reason: string;
  readonly at: string;
}

/** Of a seat that voted without saying what it thinks of each criterion. */
export const unmarked = Object.fromEntries(criteria.map((criterion) => [criterion, 'not-applicable'])) as Record<
  Criterion,
  Mark
>;

/** A professional's check of this version. */
export interface Verification {
  readonly verifier: string;
  readonly kind: string;
  readonly independence: 'internal' | 'third-party';
  readonly perimeter: string;
  readonly verifiedAt: string;
  readonly validUntil: string | null;
}

export type Outcome = 'published' | 'changes-requested' | 'declined';

export interface Decision {
  /** `labelled`: a public version became the national reference. `withdrawn`: nobody asks any more. */
  readonly outcome: Outcome | 'labelled' | 'withdrawn';
  readonly decidedAt: string;
  readonly scope: Scope | null;
  readonly verdict: 'everywhere' | 'inspiration' | null;
  readonly grounds: AnnouncedResource['grounds'];
  readonly reasons: readonly string[];
}

/** One version before the committee. It is decided once. */
export interface Case extends Stored {
  readonly procedure: Procedure;
  /** Which proposal of this resource as national reference; 0 for a publication. */
  readonly proposal: number;
  readonly contributionId: string;
  readonly version: number;
  readonly network: FrozenProducer;
  readonly involvedNetworks: readonly string[];
  readonly content: AnnouncedContent;
  /** The competent committee, and those heard beside it. */
  readonly committee: string;
  readonly consulted: readonly string[];
  readonly endorsedBy: string | null;
  /** Which write of the contribution endorsed it: what was taken back later concerns it. */
  readonly endorsedAs: number;
  readonly status: 'open' | 'in-session' | 'decided';
  /** The rules that were in force when it opened. */
  readonly policy: CommitteePolicy;
  readonly opinions: readonly Opinion[];
  /** Those of a committee whose case was recalled: read, and no longer counted. */
  readonly setAside: readonly Opinion[];
  readonly verifications: readonly Verification[];
  readonly assignments: readonly { readonly person: string; readonly by: string; readonly at: string }[];
  readonly recusals: readonly Reason[];
  readonly objections: readonly Reason[];
  readonly threads: readonly Thread[];
  /** What members keep for themselves: shown to nobody else. */
  readonly notes: readonly { readonly person: string; readonly text: string; readonly at: string }[];
  /** The urgent procedure of legal watch: no minimum delay, a deadline in hours. */
  readonly urgent: { readonly deadline: string; readonly reason: string } | null;
  /** The session that voted on it. */
  readonly session: string | null;
  readonly decision: Decision | null;
  readonly openedAt: string;
  /** When time alone may decide it. */
  readonly evaluateAt: string | null;
}

/** What every case begins with. */
export const newCase = {
  procedure: 'publication',
  proposal: 0,
  committee: nationalCommittee,
  consulted: [],
  status: 'open',
  opinions: [],
  setAside: [],
  verifications: [],
  assignments: [],
  recusals: [],
  objections: [],
  threads: [],
  notes: [],
  urgent: null,
  session: null,
  decision: null,
} as const;

/**
 * Whether a member's opinion counts here: nobody judges what their own network produced, what they verified, what they
 * recused themselves from, or, where
 * the policy says so, what they endorsed.
 */
export const counts = (
  { involvedNetworks, verifications, endorsedBy, policy, content, procedure, recusals }: Case,
  member: string,
  network: string,
): boolean =>
  !involvedNetworks.includes(network) &&
  !verifications.some(({ verifier }) => verifier === member) &&
  !recusals.some((recusal) => recusal.member === member) &&
  !(quorumFor(policy, content.family ?? '', procedure).withoutEndorser && member === endorsedBy);

export const countedOpinions = (subject: Case): Opinion[] =>
  subject.opinions.filter(({ member, network }) => counts(subject, member, network));
