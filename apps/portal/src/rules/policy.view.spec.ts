import { describe, expect, it } from 'vitest';
import type { CommitteePolicy } from '#contracts';
import { changedRules, rulesInWords, summaryOfChanges } from './policy.view.ts';

const policy: CommitteePolicy = {
  version: 1,
  activeFrom: '2026-01-01T00:00:00.000Z',
  quorum: {
    usual: { opinions: 3, colleges: 3 },
    byFamily: { 'social-watch': { opinions: 1, colleges: 1, withoutEndorser: true } },
    label: { opinions: 5, colleges: 4 },
  },
  label: { adoptionTerritories: 2, validMonths: 24 },
  crossReview: true,
  approval: { parts: 2, of: 3 },
  refusal: { parts: 1, of: 2 },
  changes: { parts: 1, of: 2 },
  minimumDelayWorkingDays: 2,
  decisionDelayDays: 21,
  reminders: { afterDays: 7, escalationAfterDays: 10 },
  urgentHours: 48,
  scope: { include: { parts: 1, of: 2 }, exclude: { parts: 1, of: 3 } },
  everywhere: { share: { parts: 2, of: 3 }, testedTerritories: 2 },
  revalidationMonths: { sensitive: 12, usual: 24 },
};
const plain = (text: string | undefined) => text?.replaceAll(/[\u00a0\u202f]/g, ' ');
const said = (name: string, of = policy) => plain(rulesInWords(of).find((rule) => rule.name === name)?.text);

describe('The rules in words', () => {
  it('say quorum, outcome and delays', () => {
    expect(said('Quorum')).toBe('Il faut 3 avis de 3 collèges au moins.');
    expect(said('Quorum, Actualités des réseaux et de la vie associative')).toBe(
      'Il faut 1 avis de 1 collège au moins, sans la personne qui l’a transmise.',
    );
    expect(said('Publiée')).toContain('au moins deux tiers des avis sont favorables');
    expect(said('Délais')).toBe(
      'Pas de décision avant 2 jours ouvrés ; sans accord au bout de 21 jours, le dossier revient à son auteur.',
    );
    expect(said('Délais', { ...policy, minimumDelayWorkingDays: 0 })).toContain('Pas de délai minimal');
    expect(said('Publiée', { ...policy, approval: { parts: 4, of: 5 } })).toContain('au moins 4 sur 5');
  });

  it('say what a version changed', () => {
    const stricter = { ...policy, version: 2, approval: { parts: 3, of: 4 }, urgentHours: 24 };
    expect(summaryOfChanges(stricter, policy)).toBe('Publiée et Urgence');
    expect(changedRules(stricter, policy).map(({ before }) => plain(before ?? ''))).toEqual([
      said('Publiée'),
      said('Urgence'),
    ]);
    expect([summaryOfChanges(policy, policy), summaryOfChanges(policy, undefined)]).toEqual([
      'Aucune règle',
      'Premières règles',
    ]);
  });
});
