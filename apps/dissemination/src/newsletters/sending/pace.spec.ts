import { describe, expect, it } from 'vitest';
import { holdUntil, pacesOf, warmUpLimit } from './pace.ts';

const since = new Date('2026-03-02T00:00:00Z');
const onDay = (day: number) => new Date(since.getTime() + (day + 0.5) * 24 * 3_600_000);

describe('The pace of mail', () => {
  it.each([
    [-1, null],
    [0, 200],
    [1, 400],
    [5, 6_400],
    [9, 102_400],
    [10, null],
  ])('of a sender that begins is, on day %i, %p mails', (day, limit) => {
    expect(warmUpLimit({ since, first: 200 }, onDay(day))).toBe(limit);
  });

  it('is kept in all, to each domain and by the day, each by what is said', () => {
    const all = { perMinute: 600, perMinuteToDomain: 60, warmUp: { since, first: 240 } };
    expect(pacesOf(all, 'mail.example', onDay(0)).map(({ key, intervalMs }) => [key, intervalMs])).toEqual([
      ['all', 100],
      ['to mail.example', 1_000],
      ['warm-up', 360_000],
    ]);
    expect(pacesOf({ perMinute: null, perMinuteToDomain: null, warmUp: null }, 'mail.example', since)).toEqual([]);
  });

  it.each([
    [2, null],
    [3, 1],
    [4, 5],
    [5, 15],
    [6, 60],
    [40, 60],
  ])('to a domain that refused %i times in a row pauses for %p minutes', (strikes, minutes) => {
    expect(holdUntil(strikes, since)?.getTime() ?? null).toBe(minutes && since.getTime() + minutes * 60_000);
  });
});
