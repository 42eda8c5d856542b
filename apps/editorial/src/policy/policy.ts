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
export interface Policy {
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

/** At least that part. */
export const reaches = (count: number, total: number, { parts, of }: Share): boolean => count * of >= total * parts;

/** More than that part. */
export const exceeds = (count: number, total: number, { parts, of }: Share): boolean => count * of > total * parts;

const third = { parts: 1, of: 3 } as const;
const half = { parts: 1, of: 2 } as const;
const twoThirds = { parts: 2, of: 3 } as const;

/** The shipped defaults. A demonstration does not wait. */
export const defaultPolicy = (mode: 'production' | 'demonstration' | 'test'): Policy => ({
  version: 1,
  activeFrom: '2026-01-01T00:00:00.000Z',
  quorum: {
    usual: { opinions: 3, colleges: 3 },
    byFamily: { 'social-watch': { opinions: 1, colleges: 1, withoutEndorser: true } },
    label: { opinions: 5, colleges: 4 },
  },
  label: { adoptionTerritories: 2, validMonths: 24 },
  crossReview: true,
  approval: twoThirds,
  refusal: half,
  changes: half,
  minimumDelayWorkingDays: mode === 'production' ? 2 : 0,
  decisionDelayDays: 21,
  reminders: { afterDays: 7, escalationAfterDays: 10 },
  urgentHours: 48,
  scope: { include: half, exclude: third },
  everywhere: { share: twoThirds, testedTerritories: 2 },
  revalidationMonths: { sensitive: 12, usual: 24 },
});

/** What a vote is about: to publish a version, or to make a public one the national reference. */
export type Procedure = 'publication' | 'label';

export const quorumFor = ({ quorum }: Policy, family: string, procedure: Procedure = 'publication'): Quorum =>
  procedure === 'label' ? quorum.label : (quorum.byFamily[family] ?? quorum.usual);
