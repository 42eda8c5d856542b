import { describe, expect, it } from 'vitest';
import { isInTrouble, stateInWords } from './endpoint-words.ts';

const failing = { failingSince: '2026-03-01T08:00:00Z', failures: 3, restsUntil: null };
const sound = { failingSince: null, failures: 0, restsUntil: null };

describe('An endpoint', () => {
  it.each([
    ['active', sound, 'Actif', false],
    ['active', failing, 'Actif, en échec', true],
    ['unverified', failing, 'Attend une réponse au ping', true],
    ['paused', failing, 'En pause', false],
    ['disabled', sound, 'Désactivé', true],
  ])('that is %s with health %j reads « %s », and is to be mended: %s', (status, health, words, inTrouble) => {
    expect([stateInWords({ status, health }), isInTrouble({ status, health })]).toEqual([words, inTrouble]);
  });
});
