import { describe, expect, it } from 'vitest';
import { aResource } from '../../../../../libs/contracts/test/builders.ts';
import { PublicOrigin } from '../../public-origin.ts';
import { deadlineOf } from '../resource.view.ts';
import { issueLetter } from './issue-letter.ts';

const origin = new PublicOrigin('http://localhost:3000');
const at = new Date('2026-11-24T10:00:00Z');

describe('The letter of an editor', () => {
  it('calls nothing new that was there for long, and says until when it is open', () => {
    const content = [origin.resource({ ...aResource(), expiresAt: '2026-11-28T10:00:00Z' } as never)];
    const { heading, families } = issueLetter({ title: 'Rentrée', introduction: [], content }, at, origin);
    expect(heading).toBe('Rentrée');
    expect(families[0]?.themes[0]?.entries).toMatchObject([
      { kinds: null, closes: 'Ferme dans 4 jours, le 28 novembre 2026.' },
    ]);
  });
});

describe('What ends', () => {
  it.each([
    ['2026-11-24T18:00:00Z', 'Ferme dans 1 jour, le 24 novembre 2026.'],
    ['2026-12-01T10:00:00Z', 'Ferme dans 7 jours, le 1er décembre 2026.'],
    ['2026-12-24T10:00:00Z', 'Jusqu’au 24 décembre 2026.'],
    ['2026-11-23T10:00:00Z', null],
    [null, null],
  ])('on %s reads « %s »', (expiresAt, words) => {
    expect(deadlineOf(expiresAt, at)).toBe(words);
  });
});
