import { describe, expect, it } from 'vitest';
import { nextSlot, type Rhythm } from './rhythm.ts';

const next = (rhythm: Rhythm, at: string) => nextSlot(rhythm, new Date(at))?.toISOString() ?? null;

describe('A rhythm', () => {
  it('of each event waits for nothing', () => expect(next({ every: 'event' }, '2026-03-02T08:00:00Z')).toBeNull());

  it('is counted in Paris, in winter and in summer', () => {
    expect(next({ every: 'hour' }, '2026-03-02T08:12:00Z')).toBe('2026-03-02T09:00:00.000Z');
    expect(next({ every: 'day', hour: 9 }, '2026-03-02T07:59:00Z')).toBe('2026-03-02T08:00:00.000Z');
    expect(next({ every: 'day', hour: 9 }, '2026-07-01T07:00:01Z')).toBe('2026-07-02T07:00:00.000Z');
    expect(next({ every: 'week', day: 1, hour: 9 }, '2026-03-04T12:00:00Z')).toBe('2026-03-09T08:00:00.000Z');
    expect(next({ every: 'week', day: 7, hour: 18 }, '2026-03-04T12:00:00Z')).toBe('2026-03-08T17:00:00.000Z');
  });

  it('has one slot on each day, also when the clock changes', () => {
    for (const [from, expected] of [
      ['2026-03-28T12:00:00Z', ['2026-03-29', '2026-03-30']],
      ['2026-10-24T12:00:00Z', ['2026-10-25', '2026-10-26']],
    ] as const) {
      for (const hour of [2, 3, 9]) {
        const days: string[] = [];
        let at = new Date(from);
        for (let slot = 0; slot < 2; slot += 1) {
          at = nextSlot({ every: 'day', hour }, at) ?? at;
          days.push(at.toISOString().slice(0, 10));
        }
        expect(days).toEqual(expected);
      }
    }
  });
});
