import type { Scope } from '#contracts';

interface Share {
  readonly parts: number;
  readonly of: number;
}

interface Quorum {
  readonly opinions: number;
  readonly colleges: number;
  readonly withoutEndorser?: boolean;
}

/** The rules of the committees as `GET /api/v1/policy/versions` tells them. */
export interface PolicyFacts {
  readonly version: number;
  readonly activeFrom: string;
  readonly comment?: string;
  readonly quorum: {
    readonly usual: Quorum;
    readonly byFamily: Readonly<Record<string, Quorum>>;
    readonly label: Quorum;
  };
  readonly label: { readonly adoptionTerritories: number; readonly validMonths: number };
  readonly crossReview: boolean;
  readonly approval: Share;
  readonly refusal: Share;
  readonly changes: Share;
  readonly minimumDelayWorkingDays: number;
  readonly decisionDelayDays: number;
  readonly reminders: { readonly afterDays: number; readonly escalationAfterDays: number };
  readonly urgentHours: number;
  readonly scope: { readonly include: Share; readonly exclude: Share };
  readonly everywhere: { readonly share: Share; readonly testedTerritories: number };
  readonly revalidationMonths: { readonly sensitive: number; readonly usual: number };
}

export interface PolicyVersions {
  readonly items: readonly PolicyFacts[];
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
