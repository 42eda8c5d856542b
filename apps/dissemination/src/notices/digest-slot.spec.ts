import { describe, expect, it } from 'vitest';
import { digestSlot } from './digest-slot.ts';

const daily = (now: string) => {
  const { name, from } = digestSlot(new Date(now), 'daily');
  return [name, from.toISOString()];
};

describe('The slot of a digest', () => {
  it.each([
    ['in winter', '2026-01-15T12:00:00Z', '2026-01-15', '2026-01-15T06:30:00.000Z'],
    ['in summer', '2026-07-15T12:00:00Z', '2026-07-15', '2026-07-15T05:30:00.000Z'],
    ['at that very moment', '2026-07-15T05:30:00Z', '2026-07-15', '2026-07-15T05:30:00.000Z'],
    ['a moment before', '2026-07-15T05:29:59Z', '2026-07-14', '2026-07-14T05:30:00.000Z'],
    ['a little after midnight in Paris', '2026-07-14T22:10:00Z', '2026-07-14', '2026-07-14T05:30:00.000Z'],
    ['on the day that loses an hour', '2026-03-29T12:00:00Z', '2026-03-29', '2026-03-29T05:30:00.000Z'],
    ['in the night that loses an hour', '2026-03-29T01:30:00Z', '2026-03-28', '2026-03-28T06:30:00.000Z'],
    ['on the day that gains an hour', '2026-10-25T12:00:00Z', '2026-10-25', '2026-10-25T06:30:00.000Z'],
    ['in the night that gains an hour', '2026-10-25T01:30:00Z', '2026-10-24', '2026-10-24T05:30:00.000Z'],
    ['on the first day of a year', '2027-01-01T00:30:00Z', '2026-12-31', '2026-12-31T06:30:00.000Z'],
  ])('is half past seven in Paris, %s', (_, now, name, from) => {
    expect(daily(now)).toEqual([name, from]);
  });

  it('is one a day, every day of the year', () => {
    const names = new Set<string>();
    for (let at = Date.parse('2026-01-01T12:00:00Z'); at < Date.parse('2027-01-01'); at += 3_600_000) {
      names.add(digestSlot(new Date(at), 'daily').name);
    }
    expect(names.size).toBe(365);
  });

  it('is each minute where somebody tries things out', () => {
    expect(digestSlot(new Date('2026-01-15T12:00:59Z'), 'minutely')).toEqual({
      name: '2026-01-15T12:00',
      from: new Date('2026-01-15T12:00:00Z'),
    });
  });
});
