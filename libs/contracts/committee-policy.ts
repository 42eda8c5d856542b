/** How many counted opinions, from how many colleges, make a decision possible. */
export interface Quorum {
  readonly opinions: number;
  readonly colleges: number;
  /** The facilitator who endorsed may not be the one who decides. */
  readonly withoutEndorser?: boolean;
}

/** A part of a whole, exactly: `{ of: 3, parts: 2 }` is two thirds. */
export interface Share {
  readonly parts: number;
  readonly of: number;
}

/** The rules of the committee, as data: public, dated, recorded with every decision made under them. */
export interface CommitteePolicy {
  readonly version: number;
  readonly activeFrom: string;
  /** Why it was changed. */
  readonly comment?: string | undefined;
  readonly quorum: {
    readonly usual: Quorum;
    readonly byFamily: Readonly<Record<string, Quorum>>;
    /** For the second vote, on the national reference. */
    readonly label: Quorum;
  };
  /** What a national reference must show, and for how long it is one. */
  readonly label: { readonly adoptionTerritories: number; readonly validMonths: number };
  /** A specific resource also needs one opinion of a sectoral and one of a territorial network. */
  readonly crossReview: boolean;
  readonly approval: Share;
  readonly refusal: Share;
  readonly changes: Share;
  readonly minimumDelayWorkingDays: number;
  readonly decisionDelayDays: number;
  /** When those who can unblock a case without an opinion are reminded, and when its chair is told. */
  readonly reminders: { readonly afterDays: number; readonly escalationAfterDays: number };
  /** How long an urgent case may take. */
  readonly urgentHours: number;
  readonly scope: { readonly include: Share; readonly exclude: Share };
  readonly everywhere: { readonly share: Share; readonly testedTerritories: number };
  /** How long a published resource counts as verified. */
  readonly revalidationMonths: { readonly sensitive: number; readonly usual: number };
}
