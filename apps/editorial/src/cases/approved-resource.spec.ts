import { describe, expect, it } from 'vitest';
import { announcedResource } from '#contracts';
import { aCase, atOpening, aVerification } from '../../test/builders.ts';
import { approvedResource } from './approved-resource.ts';
import type { Case, Decision } from './case.ts';
import { groundsOf } from './verdict.ts';

const approved = (subject: Case, given: Partial<Decision> = {}) =>
  approvedResource(subject, {
    outcome: 'published',
    decidedAt: '2026-03-04T10:00:00.000Z',
    scope: { include: ['NAT-FR'], exclude: ['DEP-57'] },
    verdict: 'inspiration',
    grounds: groundsOf(subject, atOpening),
    reasons: [],
    ...given,
  });

describe('An approved resource', () => {
  it('is what the contribution said and what the committee decided, as the contract has it', () => {
    const resource = approved(aCase({ verifications: [aVerification()] }));
    expect(announcedResource.parse(resource)).toEqual(resource);
    expect(resource).toMatchObject({
      id: 'contribution-1',
      version: 1,
      status: 'published',
      label: 'none',
      title: 'Tenir une assemblée générale',
      scope: { include: ['NAT-FR'], exclude: ['DEP-57'] },
      fieldTest: { verdict: 'inspiration', testedIn: ['DEP-37', 'DEP-33'] },
      network: { id: 'producer', slug: 'riva-hdf', name: 'Réseau RIVA' },
      publishedAt: '2026-03-04T10:00:00.000Z',
      revisedAt: null,
      change: null,
    });
    expect(resource.fieldTest?.sentence).toMatch(/^Testée uniquement sur ces terrains : Indre-et-Loire et Gironde\./);
    expect(resource.verification?.sentence).toMatch(/^Relue par : expert-comptable/);
  });

  it('says nothing more: who endorsed, judged or read it stays inside', () => {
    const subject = aCase({
      endorsedBy: 'paul-the-endorser',
      verifications: [aVerification({ verifier: 'marie-who-read' })],
    });
    const told = JSON.stringify(approved(subject));
    expect(told).not.toMatch(/paul-the-endorser|marie-who-read|"regime"|"coProducers"/);
  });

  it.each([
    ['documentary', ['gouvernance'], '2028-03-04T10:00:00.000Z'],
    ['documentary', ['gouvernance', 'fiscalite'], '2027-03-04T10:00:00.000Z'],
    ['legal-watch', ['gouvernance'], '2027-03-04T10:00:00.000Z'],
  ])('of the family %s on %j counts as verified until %s', (family, themes, verifiedUntil) => {
    expect(approved(aCase({ content: { family, themes } })).verifiedUntil).toBe(verifiedUntil);
  });

  it.each([
    ['2027-08-31T10:00:00.000Z', 6, '2028-02-29T10:00:00.000Z'],
    ['2026-08-31T10:00:00.000Z', 6, '2027-02-28T10:00:00.000Z'],
    ['2024-02-29T10:00:00.000Z', 24, '2026-02-28T10:00:00.000Z'],
    ['2026-12-31T23:30:00.000Z', 12, '2027-12-31T23:30:00.000Z'],
  ])('decided on %s for %d months counts until %s', (decidedAt, usual, verifiedUntil) => {
    const { policy } = aCase();
    const subject = aCase({ policy: { ...policy, revalidationMonths: { sensitive: 1, usual } } });
    expect(approved(subject, { decidedAt }).verifiedUntil).toBe(verifiedUntil);
  });

  it('that is news has its end in UTC, and no field test', () => {
    const content = { family: 'social-watch', fieldTest: null, expiresAt: '2026-06-30T23:00:00+02:00' };
    expect(approved(aCase({ content }), { verdict: null })).toMatchObject({
      expiresAt: '2026-06-30T21:00:00.000Z',
      fieldTest: null,
    });
  });

  it('has the files of the version, at the address that serves them', () => {
    const url = 'https://essaim.example/api/v1/resources/c1/files/f1';
    const file = {
      id: 'f1',
      url,
      name: 'Guide.pdf',
      type: 'application/pdf',
      bytes: 3,
      sha256: 'ab',
      accessible: 'yes',
    };
    const { id: _, ...shown } = file;
    expect(approved(aCase({ content: { files: [file] } as never })).files).toEqual([shown]);
  });
});
