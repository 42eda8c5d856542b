import { describe, expect, it } from 'vitest';
import { isWithoutJournal, journalMsBetween, parisDay } from './calendar.ts';
import { intervalMs, maxAgeSeconds, nextAfterAnswer, nextAfterFailure, type Pace, retryAfterMs } from './rhythm.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = new Date('2026-03-03T09:00:00Z');
const hoursAgo = (...hours: number[]) => hours.map((n) => new Date(now.getTime() - n * hour));
const aPace = (given: Partial<Pace> = {}): Pace => ({
  hints: {},
  dates: [],
  isOfficial: false,
  calendar: null,
  ...given,
});

describe('A source', () => {
  it.each([
    ['that publishes nothing is read daily', {}, 24 * hour],
    ['that is official is read every six hours at least', { isOfficial: true }, 6 * hour],
    ['that published once in a week is read daily', { dates: hoursAgo(10) }, 24 * hour],
    ['that publishes every three hours is read as often', { dates: hoursAgo(1, 4, 7, 10) }, 3 * hour],
    ['that publishes every minute is read every quarter of an hour', { dates: hoursAgo(0.1, 0.11, 0.12) }, 15 * minute],
    ['that published long ago is read daily', { dates: hoursAgo(200, 201, 202) }, 24 * hour],
    [
      'that says how long it stays fresh is believed',
      { dates: hoursAgo(0.1, 0.2), hints: { ttlMinutes: 120 } },
      2 * hour,
    ],
    ['that is fresh for longer than a day is read daily', { hints: { maxAgeSeconds: 10 * 86_400 } }, 24 * hour],
  ])('%s', (_, given, expected) => {
    expect(intervalMs(aPace(given), now)).toBe(expected);
  });

  it('is not read when it says that it rests, nor on a Monday for the Journal officiel', () => {
    const hints = { skipHours: [9, 10, 11] };
    expect(nextAfterAnswer(aPace({ hints, dates: hoursAgo(0.1, 0.2, 0.3) }), now, 0.5).getUTCHours()).toBe(12);
    const sunday = new Date('2026-03-08T20:00:00Z');
    const next = nextAfterAnswer(aPace({ isOfficial: true, calendar: 'journal-officiel' }), sunday, 0.5);
    expect(parisDay(next)).toMatchObject({ day: '2026-03-10', weekday: 2 });
  });

  it('that rests at every hour is read all the same', () => {
    const skipHours = Array.from({ length: 24 }, (_, n) => n);
    expect(nextAfterAnswer(aPace({ hints: { skipHours } }), now, 0.5)).toEqual(new Date(now.getTime() + day));
  });

  it('that fails is tried later each time, daily in the end, and for ever', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 1_000].map(
      (n) => (nextAfterFailure(n, {}, now, 0.5).getTime() - now.getTime()) / minute,
    );
    expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1_440, 1_440, 1_440]);
    expect(nextAfterFailure(1, { retryAfterMs: 5 * hour }, now, 0.5)).toEqual(new Date(now.getTime() + 5 * hour));
    expect(nextAfterFailure(1, { retryAfterMs: 90 * day }, now, 0.5)).toEqual(new Date(now.getTime() + day));
  });

  it('says how long to wait in seconds, or until when', () => {
    expect(retryAfterMs('120', now)).toBe(120_000);
    expect(retryAfterMs('Tue, 03 Mar 2026 10:00:00 GMT', now)).toBe(hour);
    expect(retryAfterMs('bientôt', now)).toBeUndefined();
    expect(maxAgeSeconds('public, max-age=600, s-maxage=5', '', now)).toBe(600);
    expect(maxAgeSeconds('', 'Tue, 03 Mar 2026 10:00:00 GMT', now)).toBe(3_600);
  });
});

describe('The Journal officiel', () => {
  it.each([
    ['2026-03-09', true, 'a Monday'],
    ['2026-03-10', false, 'a Tuesday'],
    ['2026-04-07', true, 'the day after Easter Monday'],
    ['2026-05-15', true, 'the day after Ascension'],
    ['2026-07-15', true, 'the day after the national day'],
    ['2026-03-08', false, 'a Sunday'],
  ])('of %s: missing is %s (%s)', (of, expected) => {
    expect(isWithoutJournal(parisDay(new Date(`${of}T12:00:00Z`)))).toBe(expected);
  });

  it('is not missed on the days when it does not appear', () => {
    const [saturday, tuesday] = [new Date('2026-03-07T06:00:00Z'), new Date('2026-03-10T06:00:00Z')];
    expect(journalMsBetween(saturday, tuesday) / day).toBe(2);
  });
});
