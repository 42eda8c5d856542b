import { describe, expect, it } from 'vitest';
import { type AnnouncedResource, filter, matches, stems } from '#contracts';
import { aResource } from './test/builders.ts';

const finds = (query: Record<string, string | string[]>, given: Partial<AnnouncedResource> = {}): boolean =>
  matches(filter.parse(query), aResource(given));
const tested = (verdict: 'everywhere' | 'inspiration') => ({ verdict, testedIn: ['DEP-37'], sentence: 'Testée.' });

describe('A resource is found', () => {
  it('by everything, when nothing is asked', () => expect(finds({})).toBe(true));

  it('when each name has one of the values asked', () => {
    expect(finds({ family: ['observation', 'documentary'], theme: ['rgpd', 'gouvernance'] })).toBe(true);
    expect(finds({ family: 'documentary', theme: 'rgpd' })).toBe(false);
    expect(finds({ sector: 'sport' })).toBe(false);
    expect(finds({ sector: 'sport' }, { support: 'specific', sector: 'sport' })).toBe(true);
  });

  it('by the id or the slug of its network', () => {
    expect(finds({ network: 'n1' })).toBe(true);
    expect(finds({ network: 'riva-hdf' })).toBe(true);
    expect(finds({ network: 'Réseau RIVA' })).toBe(false);
  });

  it('by its label and its verdict, when it has them', () => {
    expect(finds({ label: 'reference' })).toBe(false);
    expect(finds({ label: 'reference' }, { label: 'reference' })).toBe(true);
    expect(finds({ verdict: 'everywhere' })).toBe(false);
    expect(finds({ verdict: 'everywhere' }, { fieldTest: tested('everywhere') })).toBe(true);
  });

  it('by what closes before a day, when it closes at all', () => {
    const expiresAt = '2026-06-30T12:00:00.000Z';
    expect(finds({ closesBefore: '2026-07-01' }, { expiresAt })).toBe(true);
    expect(finds({ closesBefore: '2026-06-30' }, { expiresAt })).toBe(false);
    expect(finds({ closesBefore: '2026-06-30T16:00:00+02:00' }, { expiresAt })).toBe(true);
    expect(finds({ closesBefore: '2026-07-01' })).toBe(false);
  });
});

describe('Where a resource applies', () => {
  const local = { scope: { include: ['REG-32'], exclude: ['DEP-59'] }, territories: ['NAT-FR'], scale: 'territorial' };
  const inHautsDeFrance = local as Partial<AnnouncedResource>;

  it.each([
    ['DEP-62', true],
    ['REG-32', true],
    ['NAT-FR', true],
    ['DEP-59', false],
    ['DEP-32', false],
    ['REG-28', false],
  ])('is compared leaf by leaf: %s, %s', (territory, found) => {
    expect(finds({ territory }, inHautsDeFrance)).toBe(found);
  });

  it('is the decided scope alone: neither its origin nor its scale', () => {
    expect(finds({ territory: 'DEP-75' }, inHautsDeFrance)).toBe(false);
    expect(finds({ territory: 'DEP-62', scale: 'national' }, inHautsDeFrance)).toBe(false);
  });

  it('lets a national resource be found everywhere but where it is excluded', () => {
    const scope = { include: ['NAT-FR'], exclude: ['DEP-57', 'DEP-67', 'DEP-68'] };
    expect(finds({ territory: 'REG-44' }, { scope })).toBe(true);
    expect(finds({ territory: ['DEP-57', 'DEP-67', 'DEP-68'] }, { scope })).toBe(false);
    expect(finds({ territory: 'DEP-974' }, { scope })).toBe(true);
  });

  it('may be elsewhere, for what inspires and when it is asked', () => {
    const elsewhere = { territory: 'DEP-75', elsewhere: 'inspiration' };
    expect(finds(elsewhere, { ...inHautsDeFrance, fieldTest: tested('inspiration') })).toBe(true);
    expect(finds(elsewhere, { ...inHautsDeFrance, fieldTest: tested('everywhere') })).toBe(false);
    expect(finds(elsewhere, inHautsDeFrance)).toBe(false);
    expect(finds({ territory: 'DEP-75' }, { ...inHautsDeFrance, fieldTest: tested('inspiration') })).toBe(false);
  });
});

describe('Words', () => {
  it.each([
    ['assemblées générales', true],
    ['ASSEMBLEE GENERALE', true],
    ['l’assemblée', true],
    ["d'assemblée", true],
    ['les convocations', true],
    ['proces verbal', true],
    ['procès-verbaux convoqués', false],
    ['assemblee trésorier', false],
    ['assembl', false],
    ['riva', true],
    ['gouvernance', false],
  ])('find what holds all their stems: %j, %s', (q, found) => {
    expect(finds({ q })).toBe(found);
  });

  it('of several questions are alternatives', () => {
    expect(finds({ q: ['trésorier', 'convocation'] })).toBe(true);
  });

  it('compare without accents, elisions, endings, ligatures and words that say nothing', () => {
    expect(stems('L’œuvre des bénévoles, qu’on salue jusqu’à l’Été 2026')).toEqual(
      stems('oeuvres benevole saluer ete 2026'),
    );
    expect(stems('de la du les l’ d’')).toEqual(new Set());
  });
});
