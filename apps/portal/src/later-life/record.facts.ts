/** The later life of a resource as `GET /api/v1/resources/{id}/record` tells it. */
export interface RecordFacts {
  readonly id: string;
  readonly title: string;
  readonly version: number;
  readonly network: { readonly id: string; readonly slug: string; readonly name: string };
  readonly status: string;
  readonly statusLabel: string;
  readonly statusReason: string | null;
  readonly label: string;
  readonly labelLabel: string;
  readonly labelledUntil: string | null;
  readonly verifiedUntil: string | null;
  readonly adoptions: readonly AdoptionFacts[];
  readonly verifications: readonly VerificationFacts[];
  readonly requests: readonly RequestFacts[];
  readonly labelProposals: readonly {
    readonly caseId: string;
    readonly version: number;
    readonly openedAt: string;
    readonly decision: { readonly outcome: string; readonly decidedAt: string } | null;
  }[];
  readonly history: readonly {
    readonly what: string;
    readonly at: string;
    readonly version: number;
    readonly reason: string | null;
  }[];
  readonly possible: {
    readonly moves: readonly { readonly command: string; readonly onlyAsks: boolean }[];
    readonly mayAnswer: boolean;
    readonly label: { readonly mayPropose: boolean; readonly mayRevoke: boolean };
    readonly mayVerify: boolean;
    readonly mayOpenTrial: boolean;
  };
}

interface VerificationFacts {
  readonly kind: string;
  readonly independence: string;
  readonly perimeter: string;
  readonly verifiedAt: string;
}

export interface AdoptionFacts {
  readonly network: { readonly slug: string; readonly name: string };
  readonly territory: string;
  readonly mode: string;
  readonly result: string | null;
  readonly at?: string;
}

/** What a network asks the committee to do with its resource. */
export interface RequestFacts {
  readonly id: string;
  readonly command: string;
  readonly reason: string;
  readonly at: string;
  readonly resource: { readonly id: string; readonly title: string; readonly network: { readonly name: string } };
}
