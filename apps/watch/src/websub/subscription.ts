/** That a hub said that it will tell us when a topic changes (WebSub). Its callback is a capability: kept as a digest only. */
export interface HubSubscription {
  /** The digest of the token in the callback. */
  readonly _id: string;
  readonly source: string;
  readonly hub: string;
  readonly topic: string;
  readonly status: 'asked' | 'active' | 'denied';
  readonly askedAt: Date;
  readonly leaseUntil: Date | null;
  readonly pushedAt: Date | null;
}

const dayMs = 24 * 3_600_000;
export const wantedLeaseSeconds = 10 * 24 * 3_600;
const mostMs = 14 * dayMs;
const leastMs = 3_600_000;

/** A hub may grant less or more; what is no number is what was asked. */
export const leaseUntil = (seconds: unknown, now: Date): Date => {
  const granted = Number(seconds) > 0 ? Number(seconds) * 1_000 : wantedLeaseSeconds * 1_000;
  return new Date(now.getTime() + Math.min(Math.max(granted, leastMs), mostMs));
};

/** Whether a hub is to be asked (again): nobody did, its lease is about to end, or it never answered since yesterday. */
export const isToAsk = (
  latest: Pick<HubSubscription, 'status' | 'askedAt' | 'leaseUntil'> | undefined,
  now: Date,
): boolean => {
  if (!latest) return true;
  const { status, askedAt, leaseUntil: until } = latest;
  if (status === 'active' && until !== null) return until.getTime() - now.getTime() < dayMs;
  const patienceMs = status === 'denied' ? 30 * dayMs : dayMs;
  return now.getTime() - askedAt.getTime() > patienceMs;
};
