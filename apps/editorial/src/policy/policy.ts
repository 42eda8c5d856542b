import type { CommitteePolicy, Quorum, Share } from '#contracts';

/** At least that part. */
export const reaches = (count: number, total: number, { parts, of }: Share): boolean => count * of >= total * parts;

/** More than that part. */
export const exceeds = (count: number, total: number, { parts, of }: Share): boolean => count * of > total * parts;

const third = { parts: 1, of: 3 } as const;
const half = { parts: 1, of: 2 } as const;
const twoThirds = { parts: 2, of: 3 } as const;

/** The shipped defaults. A demonstration does not wait. */
export const defaultPolicy = (mode: 'production' | 'demonstration' | 'test'): CommitteePolicy => ({
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

export const quorumFor = ({ quorum }: CommitteePolicy, family: string, procedure: Procedure = 'publication'): Quorum =>
  procedure === 'label' ? quorum.label : (quorum.byFamily[family] ?? quorum.usual);
