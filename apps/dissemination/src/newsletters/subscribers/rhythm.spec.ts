import { describe, expect, it } from 'vitest';
import { type Frequency, nextDigestAt, type Rhythm, rhythmInWords, slotDay } from './rhythm.ts';

const rhythm = (frequency: Frequency, at: Partial<Rhythm['at']> = {}): Rhythm => ({
  frequency,
  at: { day: 1, hour: 2, timeZone: 'Europe/Paris', ...at },
});
const slots = (wanted: Rhythm, from: string, count: number): string[] => {
  const found: Date[] = [];
  for (let after = new Date(from); found.length < count; after = found.at(-1) as Date) {
    found.push(nextDigestAt(wanted, after) as Date);
  }
  return found.map((slot) => slot.toISOString());
};

describe('A rhythm', () => {
  it('comes once on the day whose second hour does not exist, and on the day that has it twice', () => {
    expect(slots(rhythm('daily'), '2026-03-28T12:00:00Z', 2)).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:00:00.000Z',
    ]);
    const autumn = slots(rhythm('daily'), '2026-10-24T12:00:00Z', 2);
    expect(autumn).toEqual(['2026-10-25T00:00:00.000Z', '2026-10-26T01:00:00.000Z']);
    // Both of its hours are one slot.
    for (const hour of ['00', '01']) {
      expect(slotDay(new Date(`2026-10-25T${hour}:00:00Z`), 'Europe/Paris')).toBe('2026-10-25');
    }
  });

  it('is held where its reader lives, whatever the offset', () => {
    expect(slots(rhythm('weekly', { day: 7, hour: 9, timeZone: 'Indian/Reunion' }), '2026-11-24T00:00:00Z', 2)).toEqual(
      ['2026-11-29T05:00:00.000Z', '2026-12-06T05:00:00.000Z'],
    );
    expect(
      slots(rhythm('monthly', { day: 28, hour: 23, timeZone: 'Pacific/Tahiti' }), '2027-02-01T00:00:00Z', 1),
    ).toEqual(['2027-03-01T09:00:00.000Z']);
    expect(slotDay(new Date('2027-03-01T09:00:00Z'), 'Pacific/Tahiti')).toBe('2027-02-28');
  });

  it('that does not wait has no slot', () => {
    expect(nextDigestAt(rhythm('immediate'), new Date())).toBeNull();
  });

  it.each([
    [rhythm('immediate'), 'dès qu’il y a du nouveau'],
    [rhythm('daily', { hour: 8 }), 'chaque jour à 8\u00a0h'],
    [rhythm('weekly', { day: 5, hour: 17 }), 'chaque vendredi à 17\u00a0h'],
    [rhythm('monthly', { timeZone: 'Indian/Reunion' }), 'le 1er de chaque mois à 2\u00a0h (heure locale : La Réunion)'],
  ])('is said in words', (wanted, words) => {
    expect(rhythmInWords(wanted)).toBe(words);
  });
});
