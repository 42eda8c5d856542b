import { isWithoutJournal, parisDay } from './calendar.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export const shortestIntervalMs = 15 * minuteMs;
const longestIntervalMs = 24 * hourMs;
const longestOfficialMs = 6 * hourMs;

/** What a publisher says about how often to come. */
export interface Hints {
  readonly ttlMinutes?: number | undefined;
  readonly maxAgeSeconds?: number | undefined;
  /** Of an answer that asks to wait. */
  readonly retryAfterMs?: number | undefined;
  /** Hours of the day in GMT, and days of the week (1 is Monday), when nothing new is to be had. */
  readonly skipHours?: readonly number[] | undefined;
  readonly skipDays?: readonly number[] | undefined;
}

export interface Pace {
  readonly hints: Hints;
  /** When what it holds was published. */
  readonly dates: readonly Date[];
  readonly isOfficial: boolean;
  readonly calendar: 'journal-officiel' | null;
}

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/**
 * How long to leave a source alone: as often as it publishes, within what it asks.
 *
 * | what it published in the last week | read every                       |
 * |------------------------------------|----------------------------------|
 * | one thing or nothing               | day (official sources: 6 hours)  |
 * | often                              | the mean gap, 15 minutes at least |
 */
export const intervalMs = ({ hints, dates, isOfficial }: Pace, now: Date): number => {
  const most = isOfficial ? longestOfficialMs : longestIntervalMs;
  const recent = dates
    .map((date) => date.getTime())
    .filter((at) => at > now.getTime() - 7 * dayMs && at <= now.getTime());
  const span = recent.length > 1 ? Math.max(...recent) - Math.min(...recent) : 0;
  const meanGap = recent.length > 1 ? span / (recent.length - 1) : most;
  const asked = Math.max((hints.ttlMinutes ?? 0) * minuteMs, (hints.maxAgeSeconds ?? 0) * 1_000);
  return clamp(Math.max(clamp(meanGap, shortestIntervalMs, most), asked), shortestIntervalMs, longestIntervalMs);
};

/** A tenth more or less, so that sources read together do not stay together. `chance` is from 0 to 1. */
const jittered = (ms: number, chance: number): number => Math.round(ms * (0.9 + 0.2 * chance));

/** When to come again after an answer. */
export const nextAfterAnswer = (pace: Pace, now: Date, chance: number): Date => {
  const asked = clamp(pace.hints.retryAfterMs ?? 0, 0, longestIntervalMs);
  const wait = Math.max(jittered(intervalMs(pace, now), chance), asked);
  return allowed(new Date(now.getTime() + wait), pace);
};

/** When to try again after the `failures`-th failure in a row: later each time, a day at most, for ever. */
export const nextAfterFailure = (failures: number, hints: Hints, now: Date, chance: number): Date => {
  const backOff = Math.min(2 ** Math.min(failures, 10) * shortestIntervalMs, longestIntervalMs);
  const asked = clamp(hints.retryAfterMs ?? 0, 0, longestIntervalMs);
  return new Date(now.getTime() + Math.max(jittered(backOff, chance), asked));
};

/** The first moment from then on when the publisher is not said to rest; a rest of every hour is not believed. */
const allowed = (wanted: Date, { hints, calendar }: Pace): Date => {
  for (let hours = 0; hours < 8 * 24; hours += 1) {
    const at = new Date(wanted.getTime() + hours * hourMs);
    if (!isResting(at, hints, calendar)) return at;
  }
  return wanted;
};

const isResting = (at: Date, { skipHours = [], skipDays = [] }: Hints, calendar: Pace['calendar']): boolean =>
  skipHours.includes(at.getUTCHours()) ||
  skipDays.includes(at.getUTCDay() || 7) ||
  (calendar === 'journal-officiel' && isWithoutJournal(parisDay(at)));

/** `Retry-After` as a number of seconds or a date (RFC 9110 §10.2.3). */
export const retryAfterMs = (value: string | undefined, now: Date): number | undefined => {
  if (!value) return undefined;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
};

/** `max-age` of `Cache-Control`, or what `Expires` leaves. */
export const maxAgeSeconds = (cacheControl = '', expires = '', now: Date): number | undefined => {
  const [, given] = /(?:^|[,\s])max-age\s*=\s*"?(\d{1,9})/i.exec(cacheControl) ?? [];
  if (given) return Number(given);
  const until = Date.parse(expires);
  return Number.isNaN(until) ? undefined : Math.max(0, Math.round((until - now.getTime()) / 1_000));
};
