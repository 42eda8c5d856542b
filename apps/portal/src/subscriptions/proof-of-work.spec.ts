import { describe, expect, it } from 'vitest';
import { isProven } from './proof-of-work.ts';

const now = new Date('2026-11-24T09:00:00Z');
const minute = Math.floor(now.getTime() / 60_000);

/** As the script of the page does. */
const workFor = (email: string, at = minute): string => {
  for (let number = 0; ; number += 1) if (isProven(`${at}.${number}`, email, now)) return `${at}.${number}`;
};

describe('The work that a form brings', () => {
  it('counts for its address, for an hour', () => {
    const proof = workFor('ana@lecteurs.example');
    expect(isProven(proof, ' Ana@Lecteurs.example', now)).toBe(true);
    expect(isProven(proof, 'bob@lecteurs.example', now)).toBe(false);
    expect(isProven(proof, 'ana@lecteurs.example', new Date(now.getTime() + 2 * 3_600_000))).toBe(false);
    expect(isProven(proof, 'ana@lecteurs.example', new Date(now.getTime() - 3_600_000))).toBe(false);
  });

  it.each(['', '.', 'x.1', `${minute}`, `${minute}.1.1`, `${minute}.${'9'.repeat(20)}`, '-1.1'])(
    'that reads %j is none',
    (proof) => {
      expect(isProven(proof, 'ana@lecteurs.example', now)).toBe(false);
    },
  );
});
