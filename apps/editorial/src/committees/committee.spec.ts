import { describe, expect, it } from 'vitest';
import { aCommitteeOf, aSeat } from '../../test/committees.ts';
import { ancestorsOf, competentFor, isInTerm, mayOverride, missingColleges } from './committee.ts';

const national = aCommitteeOf({ _id: 'national', kind: 'national', parent: null, mandate: null });
const region = aCommitteeOf({ _id: 'region', territories: ['REG-32'] });
const departement = aCommitteeOf({ _id: 'departement', territories: ['DEP-59'], parent: 'region' });
const sport = aCommitteeOf({ _id: 'sport', kind: 'sectoral', sector: 'sport', mandate: 'decentralised' });
const all = [national, region, departement, sport];

const ids = (content: Partial<Parameters<typeof competentFor>[1]>) =>
  competentFor(all, { scale: 'territorial', territories: ['DEP-59'], support: 'transversal', ...content }).map(
    ({ _id }) => _id,
  );

describe('A resource goes before', () => {
  it.each([
    ['the narrowest committee of its territory', {}, ['departement']],
    ['a wider one when it comes from several places', { territories: ['DEP-59', 'DEP-62'] }, ['region']],
    ['the national one when no other is competent', { territories: ['DEP-33'] }, ['national']],
    ['the national one when it is for the whole country', { scale: 'national' }, ['national']],
    ['its sector, its territory being heard', { support: 'specific', sector: 'sport' }, ['sport', 'departement']],
    ['its territory when its sector has none', { support: 'specific', sector: 'culture' }, ['departement']],
  ])('%s', (_, content, expected) => {
    expect(ids(content)).toEqual(expected);
  });
});

describe('What a committee published may be undone', () => {
  it('by itself, and by those above it as far as it answers to them', () => {
    expect(mayOverride(all, 'departement')).toEqual(['departement', 'region', 'national']);
    expect(mayOverride(all, 'national')).toEqual(['national']);
  });

  it('by nobody else when it was given the power to decide', () => {
    expect(mayOverride(all, 'sport')).toEqual(['sport']);
  });

  it('and a loop in the data is no endless one', () => {
    const loop = [aCommitteeOf({ _id: 'a', parent: 'b' }), aCommitteeOf({ _id: 'b', parent: 'a' })];
    expect(mayOverride(loop, 'a')).toEqual(['a', 'b']);
    expect(ancestorsOf(loop, 'a').length).toBeLessThan(4);
  });
});

describe('A committee', () => {
  it('has the State and associations on it, always', () => {
    expect(missingColleges([aSeat({ college: 'expert' })])).toEqual(['etat', 'associatif']);
    expect(missingColleges([aSeat({ college: 'etat' }), aSeat({ college: 'associatif' })])).toEqual([]);
  });

  it('has seats for a term', () => {
    const seat = aSeat({ termStartsAt: '2026-01-01T00:00:00.000Z', termEndsAt: '2027-01-01T00:00:00.000Z' });
    const at = (moment: string) => isInTerm(seat, new Date(moment));
    expect([at('2025-12-31T23:59:59Z'), at('2026-01-01T00:00:00Z'), at('2027-01-01T00:00:00Z')]).toEqual([
      false,
      true,
      false,
    ]);
  });
});
