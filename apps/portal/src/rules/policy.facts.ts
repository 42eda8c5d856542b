import type { CommitteePolicy, Scope } from '#contracts';

/** The rules of the committees as `GET /api/v1/policy/versions` tells them. */
export interface PolicyVersions {
  readonly items: readonly CommitteePolicy[];
  readonly current: number;
}

/** What other rules would have changed, as `POST /api/v1/policy/preview` tells it. */
export interface PreviewFacts {
  readonly since: string;
  readonly decided: number;
  readonly changed: number;
  readonly openCases: number;
  readonly items: readonly {
    readonly caseId: string;
    readonly title: string;
    readonly version: number;
    readonly decidedAt: string;
    readonly before: Ending;
    readonly after: Ending;
    readonly missing: readonly { readonly detail: string }[];
  }[];
}

export interface Ending {
  readonly outcome: string | null;
  readonly scope: Scope | null;
  readonly verdict: string | null;
}
