import { describe, expect, it } from 'vitest';
import { roleInWords, rolesByNetwork } from './my-page.view.ts';

const networks = [
  { id: 'n1', slug: 'riva', name: 'Réseau RIVA' },
  { id: 'n2', slug: 'mda', name: 'Maison des associations' },
];

describe('Roles in words', () => {
  it.each([
    [{ role: 'facilitator', network: 'n1' } as const, 'Animation du réseau'],
    [{ role: 'committee-member', college: 'associatif' } as const, 'Comité éditorial (collège : Acteurs associatifs)'],
    [{ role: 'verifier', verifierKind: 'lawyer' } as const, 'Relecture professionnelle (Avocat)'],
  ])('of %j are « %s »', (grant, words) => {
    expect(roleInWords(grant)).toBe(words);
  });

  it('are told network by network, the platform first', () => {
    const grants = [
      { role: 'contributor', network: 'n2' } as const,
      { role: 'facilitator', network: 'n2' } as const,
      { role: 'operator' } as const,
    ];
    expect(rolesByNetwork({ grants, networks })).toEqual([
      { network: 'Toute la plateforme', roles: ['Exploitation'] },
      { network: 'Maison des associations', roles: ['Contribution', 'Animation du réseau'] },
    ]);
  });
});
