const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** After the first attempt, which is at once. */
const delays = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour];

const day = 24 * hour;

/**
 * How long to wait after so many attempts, or null when there were enough. A fifth more or less, so that receivers that
 * failed together are not tried together; never sooner than the receiver asked (`Retry-After`), within a day.
 *
 * @param random between 0 and 1.
 */
export const retryDelay = (attempts: number, retryAfterMs: number | null, random: number): number | null => {
  const base = delays[attempts - 1];
  if (base === undefined) return null;
  const jittered = base * (0.8 + 0.4 * random);
  return retryAfterMs === null ? jittered : Math.min(Math.max(jittered, retryAfterMs), day);
};

/** `Retry-After` (RFC 9110 §10.2.3), in seconds or as a date; null when absent or unreadable. */
export const retryAfterMs = (header: string | undefined, now: Date): number | null => {
  if (!header) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * second;
  const moment = Date.parse(header);
  return Number.isNaN(moment) ? null : Math.max(0, moment - now.getTime());
};
