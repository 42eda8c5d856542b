import { describe, expect, it } from 'vitest';
import { aCase, anOpinion, daysLater } from '../../test/builders.ts';
import { dueNudges, verificationNudges } from './nudge.ts';

const slots = (days: number, given: Parameters<typeof aCase>[0] = {}, from?: string) =>
  dueNudges(aCase({ ...(from ? { openedAt: from } : {}), ...given }), daysLater(days, from)).map(({ slot }) => slot);

describe('A case is reminded of', () => {
  it('after seven days, and told to the chair after ten when nobody has spoken', () => {
    expect(slots(6.99)).toEqual([]);
    expect(slots(7)).toEqual(['case-1:reminder:1']);
    expect(slots(10)).toEqual(['case-1:reminder:1', 'case-1:escalation']);
    expect(slots(10, { opinions: [anOpinion()] })).toEqual(['case-1:reminder:1']);
  });

  it('F55: by slots of their own: a reminder that was told suppresses no escalation', () => {
    expect(new Set(slots(10)).size).toBe(2);
  });

  it('by the last of the reminders that were missed', () => {
    expect(slots(30, { opinions: [anOpinion()] })).toEqual(['case-1:reminder:4']);
  });

  it.each(['2026-03-28T12:00:00.000Z', '2026-10-24T12:00:00.000Z'])(
    'F54: at one slot on the days when the clock changes (%s)',
    (openedAt) => {
      const hours = Array.from({ length: 30 }, (_, hour) => slots(6.5 + hour / 24, {}, openedAt)).flat();
      expect([...new Set(hours)]).toEqual(['case-1:reminder:1']);
    },
  );

  it('at its deadline, when it is urgent', () => {
    const urgent = { deadline: daysLater(2).toISOString(), reason: 'Décret du jour.' };
    expect(slots(1, { urgent })).toEqual([]);
    expect(slots(2, { urgent })).toEqual(['case-1:overdue']);
  });
});

describe('A verification is reminded of', () => {
  const at = (days: number) =>
    verificationNudges(
      { id: 'r', verifiedUntil: daysLater(100).toISOString(), verification: null },
      daysLater(days),
    ).map(({ slot }) => slot.split(':').at(-1));
  it('a month and a week before its end, and not after it', () => {
    expect([at(69), at(70), at(92), at(93), at(101)]).toEqual([[], ['30'], ['30'], ['7'], []]);
    expect(verificationNudges({ id: 'r', verifiedUntil: null, verification: null }, daysLater(0))).toEqual([]);
  });
});
