import { describe, expect, it } from 'vitest';
import { anAdoption, aResource, atOpening, aVerification } from '../../test/builders.ts';
import { defaultPolicy } from '../policy/policy.ts';
import { adoptionTerritories, type LabelEvidence, unmetConditions } from './label-conditions.ts';

const territorial = (given: Parameters<typeof aResource>[0] = {}) =>
  aResource({ scale: 'territorial', territories: ['REG-32'], ...given });
const inTwoPlaces = [anAdoption({ territory: 'DEP-33' }), anAdoption({ territory: 'REG-53' })];

const unmet = (given: Partial<LabelEvidence> = {}) =>
  unmetConditions(
    { resource: territorial(), adoptions: inTwoPlaces, verifications: [aVerification()], ...given },
    defaultPolicy('test'),
    atOpening,
  ).map(({ code, needed }) => (needed ? `${code}: ${needed}` : code));

describe('To become the national reference, a resource', () => {
  it('that is published, adaptable, taken up elsewhere with a result and read by a professional lacks nothing', () => {
    expect(unmet()).toEqual([]);
  });

  it.each([
    ['is published', { resource: territorial({ status: 'flagged' }) }, ['published']],
    ['is territorial', { resource: territorial({ scale: 'national' }) }, ['scale']],
    ['may be adapted', { resource: territorial({ licence: 'link-only' }) }, ['licence']],
    ['was taken up', { adoptions: [] }, ['adoptions: 2']],
    ['was taken up in two territories', { adoptions: inTwoPlaces.slice(1) }, ['adoptions: 1']],
    ['was read by a professional', { verifications: [] }, ['verification']],
  ] as const)('must be one that %s', (_, given, lacks) => {
    expect(unmet(given)).toEqual(lacks);
  });

  it('on a sensitive theme needs a third party, and a check that still holds', () => {
    const resource = territorial({ themes: ['fiscalite'] });
    const internal = aVerification({ independence: 'internal' });
    expect(unmet({ resource, verifications: [internal] })).toEqual(['third-party-verification']);
    expect(unmet({ resource, verifications: [internal, aVerification()] })).toEqual([]);
    const lapsed = aVerification({ validUntil: '2026-03-01T00:00:00.000Z' });
    expect(unmet({ resource, verifications: [lapsed] })).toEqual(['verification']);
  });
});

describe('Where a resource was taken up', () => {
  const places = (...adoptions: ReturnType<typeof anAdoption>[]) =>
    adoptionTerritories({ resource: territorial(), adoptions });

  it('counts only with a result, and only elsewhere', () => {
    expect(places(anAdoption({ territory: 'DEP-33', result: null }), anAdoption({ territory: 'DEP-59' }))).toEqual([]);
  });

  it('counts a territory once, also inside another', () => {
    const inGironde = anAdoption({ territory: 'DEP-33' });
    expect(places(inGironde, inGironde, anAdoption({ territory: 'REG-75' }))).toEqual(['REG-75']);
  });
});
