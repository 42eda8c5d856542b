import { describe, expect, it } from 'vitest';
import { aVerification, openedAt } from '../../test/builders.ts';
import { fieldTestSentence, shownVerification, verificationSentence } from './sentences.ts';

const national = { include: ['NAT-FR'], exclude: [] };

describe('The sentence of a resource that inspires', () => {
  it.each([
    [['DEP-37'], 'Testée uniquement sur ce terrain : Indre-et-Loire.'],
    [['DEP-33', 'DEP-48'], 'Testée uniquement sur ces terrains : Gironde et Lozère.'],
    [['DEP-33', 'DEP-48', 'DEP-59'], 'Testée uniquement sur ces terrains : Gironde, Lozère et Nord.'],
  ])('says where it was tested: %j', (testedIn, sentence) => {
    expect(fieldTestSentence('inspiration', testedIn, national)).toBe(
      `${sentence} Peut inspirer ailleurs, sans prétendre fonctionner partout.`,
    );
  });
});

describe('The sentence of a resource that applies everywhere', () => {
  it.each([
    [['NAT-FR'], [], 'Applicable partout.'],
    [
      ['NAT-FR'],
      ['DEP-57', 'DEP-67', 'DEP-68'],
      'Applicable partout, sauf : Moselle, Bas-Rhin et Haut-Rhin (droit local).',
    ],
    [['NAT-FR'], ['DEP-67'], 'Applicable partout, sauf : Bas-Rhin (droit local).'],
    [['NAT-FR'], ['DEP-67', 'DEP-974'], 'Applicable partout, sauf : Bas-Rhin et La Réunion.'],
    [['REG-53'], [], 'Applicable dans toute sa portée : Bretagne.'],
    [
      ['REG-44', 'REG-32'],
      ['DEP-57'],
      'Applicable dans toute sa portée : Grand Est et Hauts-de-France, sauf : Moselle (droit local).',
    ],
  ])('within %j less %j: %s', (include, exclude, sentence) => {
    expect(fieldTestSentence('everywhere', ['DEP-33'], { include, exclude })).toBe(sentence);
  });
});

describe('The sentence of a check', () => {
  it.each([
    ['accountant', 'third-party', 'expert-comptable (tiers)'],
    ['lawyer', 'third-party', 'avocat (tiers)'],
    ['board-member', 'internal', 'membre du conseil d’administration (interne)'],
    ['other-regulated', 'third-party', 'autre profession réglementée (tiers)'],
  ] as const)('says who read it, and claims no more: %s', (kind, independence, who) => {
    const sentence = verificationSentence(aVerification({ kind, independence, perimeter: 'les seuils' }));
    expect(sentence).toBe(`Relue par : ${who}, le 12 mars 2026 ; périmètre : les seuils.`);
    expect(sentence).not.toMatch(/attest|certif/i);
  });

  it.each([
    ['2026-12-31T22:59:59.000Z', '31 décembre 2026'],
    ['2026-12-31T23:00:00.000Z', '1er janvier 2027'],
    ['2026-06-30T22:30:00.000Z', '1er juillet 2026'],
    ['2026-06-11T10:00:00.000Z', '11 juin 2026'],
  ])('is dated in Paris: %s is the %s', (verifiedAt, day) => {
    expect(verificationSentence(aVerification({ verifiedAt }))).toContain(`, le ${day} ; `);
  });

  it('says until when it holds, where its author says so', () => {
    const sentence = verificationSentence(aVerification({ validUntil: '2026-12-01T10:00:00Z' }));
    expect(sentence).toMatch(/\. Valable jusqu’au 1er décembre 2026\.$/);
  });
});

describe('The check that is shown', () => {
  const older = aVerification({ verifier: 'marie', verifiedAt: '2026-01-10T09:00:00.000Z' });
  const newer = aVerification({ verifier: 'jean', verifiedAt: '2026-03-10T09:00:00.000Z' });
  const internal = aVerification({ verifier: 'luc', verifiedAt: '2026-06-10T09:00:00.000Z', independence: 'internal' });

  it('is a third party’s first, then the latest', () => {
    expect(shownVerification([older, newer, internal], openedAt)?.verifiedAt).toBe(newer.verifiedAt);
    expect(shownVerification([internal, older], openedAt)?.verifiedAt).toBe(older.verifiedAt);
    expect(shownVerification([internal], openedAt)?.independence).toBe('internal');
    expect(shownVerification([], openedAt)).toBeNull();
  });

  it('is one that still holds', () => {
    const lapsed = { ...newer, validUntil: openedAt };
    expect(shownVerification([lapsed, internal], openedAt)?.independence).toBe('internal');
    expect(shownVerification([lapsed], openedAt)).toBeNull();
  });

  it('never names the verifier', () => {
    expect(JSON.stringify(shownVerification([newer], openedAt))).not.toContain('jean');
  });
});
