import { describe, expect, it } from 'vitest';
import { complete } from '../../test/builders.ts';
import { compareVersions } from './compare-versions.ts';

const before = complete.documentary;

describe('Two versions compared', () => {
  it('that say the same differ in nothing', () => {
    expect(compareVersions(before, { ...before })).toEqual([]);
  });

  it('show texts word by word', () => {
    const [change] = compareVersions(before, { ...before, title: 'Tenir une assemblée extraordinaire' });
    expect(change).toMatchObject({ field: 'title', label: 'Titre' });
    expect(change?.pieces).toEqual([
      { kind: 'same', text: 'Tenir une assemblée ' },
      { kind: 'removed', text: 'générale' },
      { kind: 'added', text: 'extraordinaire' },
    ]);
  });

  it('show lists item by item, in French', () => {
    const [themes, territories] = compareVersions(
      { themes: ['gouvernance', 'emploi'], territories: ['DEP-59'] },
      { themes: ['gouvernance', 'rgpd'], territories: ['DEP-59', 'DEP-62'] },
    ).sort((a) => (a.field === 'themes' ? -1 : 1));
    expect(themes?.pieces).toEqual([
      { kind: 'removed', text: 'Emploi associatif' },
      { kind: 'same', text: 'Gouvernance' },
      { kind: 'added', text: 'Données personnelles (RGPD)' },
    ]);
    expect(territories?.after).toEqual(['Nord', 'Pas-de-Calais']);
  });

  it('show what came and what went', () => {
    const [sector] = compareVersions({}, { sector: 'sport' });
    expect(sector).toMatchObject({ before: null, after: 'Sport' });
    const [links] = compareVersions({ links: [{ url: 'https://a.example/', title: 'A' }] }, {});
    expect(links).toMatchObject({ before: ['A (https://a.example/)'], after: null });
  });
});
