import { describe, expect, it } from 'vitest';
import { afterWorkingDays } from './working-days.ts';

describe('Two working days', () => {
  it.each([
    ['within a week', '2026-03-02', '2026-03-04'],
    ['over a week-end', '2026-03-06', '2026-03-10'],
    ['from a Saturday', '2026-03-07', '2026-03-10'],
    ['over Easter', '2026-04-03', '2026-04-08'],
    ['over the first of May', '2026-04-30', '2026-05-05'],
    ['over Ascension', '2026-05-13', '2026-05-18'],
    ['over Whit Monday', '2026-05-22', '2026-05-27'],
    ['over the fourteenth of July', '2026-07-13', '2026-07-16'],
    ['over Christmas and its week-end', '2026-12-24', '2026-12-29'],
    ['over New Year', '2026-12-31', '2027-01-05'],
    ['over Easter, the earliest it can be', '2285-03-20', '2285-03-25'],
    ['over Easter 2027', '2027-03-26', '2027-03-31'],
  ])('%s: from %s to %s, at the same hour', (_, from, to) => {
    expect(afterWorkingDays(new Date(`${from}T16:45:00Z`), 2).toISOString()).toBe(`${to}T16:45:00.000Z`);
  });

  it('are none when none are asked', () => {
    const sunday = new Date('2026-04-05T10:00:00Z');
    expect(afterWorkingDays(sunday, 0)).toEqual(sunday);
  });
});
