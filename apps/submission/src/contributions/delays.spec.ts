import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from './contribution.ts';
import { delaysIn } from './delays.ts';

/** What happened, each with the day of the month. */
const history = (...deeds: [HistoryEntry['what'], number][]): HistoryEntry[] =>
  deeds.map(([what, day]) => ({ what, version: 1, at: `2026-03-${String(day).padStart(2, '0')}T08:00:00Z` }));

describe('Delays', () => {
  it('are medians of what was answered, in days', () => {
    const fast = history(['submitted', 1], ['endorsed', 2], ['published', 12]);
    const slow = history(['submitted', 1], ['returned', 9], ['submitted', 10], ['endorsed', 14], ['declined', 20]);
    const other = history(['submitted', 1], ['endorsed', 3], ['changes-requested', 5], ['submitted', 6]);
    expect(delaysIn([fast, slow, other])).toEqual({ framingDays: 2, decisionDays: 6 });
  });

  it('are not told of too few, and never are nothing', () => {
    const now = history(['submitted', 1], ['endorsed', 1], ['published', 1]);
    expect(delaysIn([now, now])).toEqual({ framingDays: null, decisionDays: null });
    expect(delaysIn([now, now, now])).toEqual({ framingDays: 1, decisionDays: 1 });
  });
});
