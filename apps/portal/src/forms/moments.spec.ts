import { describe, expect, it } from 'vitest';
import { fromParis, toParis } from './moments.ts';

describe('A moment in Paris', () => {
  it.each([
    ['2026-12-01T14:30', '2026-12-01T13:30:00.000Z'],
    ['2026-07-01T14:30', '2026-07-01T12:30:00.000Z'],
    // The clock goes forward at two, and back at three.
    ['2026-03-29T01:30', '2026-03-29T00:30:00.000Z'],
    ['2026-03-29T03:30', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T04:00', '2026-10-25T03:00:00.000Z'],
  ])('%s is %s', (local, iso) => {
    expect(fromParis(local)).toBe(iso);
    expect(toParis(iso)).toBe(local);
  });

  it('of a day is its end, and what is no moment stays as it is', () => {
    expect(fromParis('2026-12-01')).toBe('2026-12-01T22:59:00.000Z');
    expect(fromParis('demain')).toBe('demain');
    expect(fromParis('2026-19-99T99:99')).toBe('2026-19-99T99:99');
  });
});
