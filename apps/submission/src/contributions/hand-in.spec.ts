import { describe, expect, it } from 'vitest';
import { contributionEndorsed, contributionSubmitted } from '#contracts';
import { InvalidFields } from '#platform';
import { aContribution, aNetwork, complete, now, published } from '../../test/builders.ts';
import { firstPolicy } from '../policy/production-policy.ts';
import { ContributionNotMovable } from './contribution.problems.ts';
import { awaitedAgreements, type Contribution } from './contribution.ts';
import { handIn, type Rules } from './hand-in.ts';

const rules: Rules = { policy: firstPolicy, original: null };
const marie = { id: 'marie', selfEndorsing: false };
const program = { id: 'riva', selfEndorsing: true };
/** Where a hand-in is refused. */
const refusedAt = (contribution: Contribution, network = aNetwork()): string[] => {
  try {
    handIn(contribution, network, marie, rules, now);
    return [];
  } catch (error) {
    if (error instanceof InvalidFields) return error.errors.map(({ pointer, code }) => `${pointer} ${code}`);
    throw error;
  }
};

describe('Handing a contribution in', () => {
  it('freezes what it says and who produced it as the next version, and announces it', () => {
    const { changes, announced } = handIn(aContribution(), aNetwork(), marie, rules, now);
    expect(changes).toMatchObject({ status: 'submitted', version: 1 });
    expect(changes.versions).toEqual([
      {
        version: 1,
        content: complete.documentary,
        network: {
          networkId: 'riva',
          slug: 'riva-hdf',
          name: 'Réseau RIVA',
          circle: 'first',
          networkKind: 'territorial',
          actorType: 'association',
        },
        involvedNetworks: ['riva'],
        awaits: [],
        submittedAt: now.toISOString(),
        submittedBy: 'marie',
        endorsedAt: null,
        endorsedBy: null,
        charter: { version: '2026-1', acceptedAt: now.toISOString(), by: 'marie' },
        policyVersion: 1,
      },
    ]);
    expect(announced.map(({ type }) => type)).toEqual([contributionSubmitted.type]);
    expect(announced[0]?.data).toMatchObject({ contributionId: 'contribution-1', version: 1 });
    expect(announced[0]?.data.content.flow).toBe('ascending');
    expect(changes.history.map(({ what, version }) => [what, version])).toEqual([
      ['created', 0],
      ['submitted', 1],
    ]);
  });

  it('counts as endorsed when the key is self-endorsing: both events, nobody’s name', () => {
    const { changes, announced } = handIn(aContribution(), aNetwork(), program, rules, now);
    expect(changes.status).toBe('in-review');
    expect(announced.map(({ type }) => type)).toEqual([contributionSubmitted.type, contributionEndorsed.type]);
    expect(announced[1]?.data).toMatchObject({ endorsedAt: now.toISOString(), endorsedBy: null });
    expect(changes.history.map(({ what }) => what)).toEqual(['created', 'submitted', 'endorsed']);
  });

  it('waits for the co-producers all the same', () => {
    const content = { ...complete.documentary, coProducers: ['mda', 'riva'] };
    const { changes, announced } = handIn(aContribution({ content }), aNetwork(), program, rules, now);
    expect(changes).toMatchObject({ status: 'submitted', versions: [{ selfEndorsing: true, endorsedAt: null }] });
    expect(announced.map(({ type }) => type)).toEqual([contributionSubmitted.type]);
    expect(awaitedAgreements({ ...aContribution(), ...changes })).toEqual(['mda']);
  });

  it('asks a sponsor that the directory does not know as theirs to agree too', () => {
    const content = { ...complete.documentary, sponsor: 'ligue' };
    const awaits = (sponsor: string | null) =>
      handIn(aContribution({ content }), aNetwork({ sponsor }), marie, rules, now).changes.versions[0]?.awaits;
    expect([awaits(null), awaits('ligue')]).toEqual([['ligue'], []]);
  });

  it('is produced by the network, for an observation that says nothing else', () => {
    const { announced } = handIn(aContribution({ content: complete.observation }), aNetwork(), marie, rules, now);
    expect(announced[0]?.data.content.observation).toMatchObject({
      producer: 'Réseau RIVA',
      method: 'Enquête en ligne.',
    });
  });

  it('is refused by the licence that an administration may not use, or that its original does not allow', () => {
    const state = aNetwork({ actorType: 'state' });
    expect(refusedAt(aContribution(), state)).toEqual(['/licence licence-not-allowed']);
    const original = { title: 'Original', licence: 'cc-by-sa-4.0' };
    expect(() => handIn(aContribution(), aNetwork(), marie, { ...rules, original }, now)).toThrow(InvalidFields);
  });

  it('adds a version after the earlier ones, which stay as they were', () => {
    const first = handIn(aContribution(), aNetwork(), marie, rules, now).changes;
    const revised = { ...complete.documentary, title: 'Autre titre', change: 'Le titre.' };
    const contribution = aContribution({ ...first, status: 'published', committee: published, content: revised });
    const { changes } = handIn(contribution, aNetwork({ name: 'RIVA, nouveau nom' }), marie, rules, now);
    expect(changes.versions.map(({ version, content, network }) => [version, content.title, network.name])).toEqual([
      [1, 'Tenir une assemblée générale', 'Réseau RIVA'],
      [2, 'Autre titre', 'RIVA, nouveau nom'],
    ]);
  });

  it('names every network that is involved, once', () => {
    const content = { ...complete.documentary, coProducers: ['mda', 'riva'], sponsor: 'ligue' };
    const { changes } = handIn(aContribution({ content }), aNetwork(), marie, rules, now);
    expect(changes.versions[0]?.involvedNetworks).toEqual(['riva', 'mda', 'ligue']);
  });

  it('is refused with everything that is missing, at once', () => {
    const { title, family } = complete.documentary;
    const refused = refusedAt(
      aContribution({ content: { title, family }, committee: published }),
      aNetwork({ circle: 'other' }),
    );
    expect(refused).toHaveLength(18);
    expect(refused).toEqual(
      expect.arrayContaining([
        '/summary required',
        '/links required',
        '/technicalNature required',
        '/fieldTest required',
        '/change required',
        '/sponsor sponsor-required',
      ]),
    );
  });

  it('asks for a sponsor outside circles 1 to 3, and only there', () => {
    const outside = aNetwork({ circle: 'other' });
    expect(refusedAt(aContribution(), outside)).toEqual(['/sponsor sponsor-required']);
    expect(refusedAt(aContribution({ content: { ...complete.documentary, sponsor: 'ligue' } }), outside)).toEqual([]);
    for (const circle of ['first', 'second', 'third'])
      expect(refusedAt(aContribution(), aNetwork({ circle }))).toEqual([]);
  });

  it.each(['submitted', 'in-review', 'declined', 'withdrawn'] as const)('is refused to one that is %s', (status) => {
    expect(() => refusedAt(aContribution({ status }))).toThrow(ContributionNotMovable);
  });
});
