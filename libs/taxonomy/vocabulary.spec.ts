import { describe, expect, it } from 'vitest';
import { actorTypes, families, formats, licences, nearest, themes, verifierKinds, vocabularies } from '#taxonomy';

describe('A vocabulary', () => {
  it('knows its identifiers and nothing else', () => {
    expect(themes.has('emploi')).toBe(true);
    for (const stranger of ['Emploi', 'emploi ', 'constructor', '__proto__', '', 12, null, undefined, ['emploi']]) {
      expect(themes.has(stranger)).toBe(false);
    }
  });

  it('labels in French, and shows what it does not know as it is', () => {
    expect(families.label('social-watch')).toBe('Actualités des réseaux et de la vie associative');
    expect(families.label('legal-watch')).toBe('Veille juridique');
    expect(actorTypes.label('fondation')).toBe('fondation');
  });

  it.each([
    ['emplois', 'emploi'],
    ['Evenements', 'evenement'],
    ['COMPTABILITÉ', 'comptabilite'],
    ['compta', 'comptabilite'],
    ['statuts', 'creation'],
    ['données personnelles', 'rgpd'],
  ])('suggests, for %s, %s first', (term, expected) => {
    expect(themes.nearest(term)[0]).toBe(expected);
  });

  it.each(['fin-de-vie', 'xyz', '', '   ', '日本語', 'e'])('suggests nothing for %p', (term) => {
    expect(themes.nearest(term)).toEqual([]);
  });

  it('suggests at most as many as asked, and stays quick on a very long term', () => {
    expect(themes.nearest('observation', 1)).toEqual(['observation']);
    expect(themes.nearest('a'.repeat(1_000_000))).toEqual([]);
  });

  it('lends its suggestions to any list of words', () => {
    expect(nearest('teritory', ['family', 'territory', 'theme'])).toEqual(['territory']);
  });
});

describe('The vocabularies', () => {
  it('have distinct names, distinct lower kebab-case identifiers, and typeset French labels', () => {
    const names = vocabularies.items.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { terms } of vocabularies.items) {
      const ids = terms.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { id, label } of terms) {
        expect(id).toMatch(/^[a-z0-9]+([.-][a-z0-9]+)*$/);
        expect(label).not.toMatch(/['"]|[^\u00a0\u202f][:;!?»]|«[^\u00a0\u202f]/);
      }
    }
  });

  it('are plain data', () => {
    expect(JSON.parse(JSON.stringify(vocabularies))).toEqual(vocabularies);
  });

  it('mark the sensitive themes, as the rules list them', () => {
    const sensitive = themes.terms.filter((theme) => theme.sensitive).map(({ id }) => id);
    expect(sensitive.sort()).toEqual(
      [
        'juridique',
        'emploi',
        'fiscalite',
        'comptabilite',
        'subventions',
        'mecenat',
        'rgpd',
        'assurance',
        'evenement',
      ].sort(),
    );
  });

  it('hold what the domain lists', () => {
    expect(themes.ids).toHaveLength(26);
    expect(formats.ids).toHaveLength(23);
    expect(verifierKinds.ids).toEqual(['board-member', 'accountant', 'lawyer', 'other-regulated']);
  });

  it('say which licences let others adapt', () => {
    const adaptable = licences.terms.filter((licence) => licence.allowsAdaptation).map(({ id }) => id);
    expect(adaptable).toEqual(['etalab-2.0', 'cc-by-4.0', 'cc-by-sa-4.0', 'odbl-1.0']);
    for (const { id, url } of licences.terms) expect(url === null).toBe(id === 'link-only');
  });
});
