import type { AnnouncedContent, Scope } from '#contracts';

/** Cases as `GET /api/v1/cases` tells them; what is in words there is shown as it is. */
export interface CaseLine {
  readonly id: string;
  readonly procedure: 'publication' | 'label';
  readonly contributionId: string;
  readonly version: number;
  readonly committee: string;
  readonly title: string;
  readonly family: string;
  readonly network: { readonly id: string; readonly slug: string; readonly name: string };
  readonly status: 'open' | 'in-session' | 'decided';
  readonly openedAt: string;
  readonly deadline: string;
  readonly urgent: { readonly deadline: string; readonly reason: string } | null;
  readonly assignments: readonly { readonly person: string }[];
  readonly decision: DecisionFacts | null;
  readonly missing: readonly { readonly code: string; readonly detail: string }[];
}

/** One of my queue. */
export interface QueueLine extends CaseLine {
  readonly canUnblock: boolean;
  readonly mine: { readonly recommendation: string | null; readonly isAssigned: boolean };
}

export interface DecisionFacts {
  readonly outcome: string;
  readonly decidedAt: string;
  readonly scope: Scope | null;
  readonly verdict: string | null;
  readonly reasons: readonly string[];
}

export interface OpinionFacts {
  readonly member: string;
  readonly seat: string;
  readonly college: string;
  readonly network: string;
  readonly recommendation: string;
  readonly criteria: Readonly<Record<string, string>>;
  readonly clarityDetail?: Readonly<Record<string, number>> | null;
  readonly commonInterest?: string | null;
  readonly scope: Scope | null;
  readonly verdict: string | null;
  readonly comment: string | null;
  readonly at: string;
}

export interface ThreadFacts {
  readonly id: string;
  readonly field: string;
  readonly messages: readonly {
    readonly by: string;
    readonly college: string;
    readonly text: string;
    readonly at: string;
  }[];
  readonly resolvedAt: string | null;
}

export interface SeatFacts {
  readonly id: string;
  readonly college: string;
  readonly collegeLabel: string;
  readonly network: string;
}

export interface Criterion {
  readonly criterion: string;
  readonly label: string;
  readonly marks: readonly string[];
  readonly parts?: readonly { readonly part: string; readonly label: string }[];
}

interface ReasonFacts {
  readonly member: string;
  readonly reason: string;
  readonly at: string;
}

export interface CaseFacts extends CaseLine {
  readonly policyVersion: number;
  readonly content: AnnouncedContent;
  readonly grid: readonly Criterion[];
  readonly hints: readonly { readonly field: string; readonly excerpt: string; readonly detail: string }[];
  readonly opinions: readonly OpinionFacts[];
  readonly setAside: readonly OpinionFacts[];
  readonly verifications: readonly {
    readonly kind: string;
    readonly independence: string;
    readonly perimeter: string;
    readonly verifiedAt: string;
  }[];
  readonly recusals: readonly ReasonFacts[];
  readonly objections: readonly ReasonFacts[];
  readonly threads: readonly ThreadFacts[];
  readonly session: string | null;
  readonly note: { readonly text: string } | null;
  readonly rounds: readonly {
    readonly caseId: string;
    readonly version: number;
    readonly openedAt: string;
    readonly decision: DecisionFacts | null;
    readonly opinions: readonly OpinionFacts[];
  }[];
  readonly mine: {
    readonly seat: SeatFacts | null;
    readonly refusal: string | null;
    readonly recommendation: string | null;
    readonly isAssigned: boolean;
    readonly canUnblock: boolean;
  };
  readonly seats: readonly SeatFacts[];
}
