import { describe, expect, it } from 'vitest';
import { complete } from '../../test/builders.ts';
import { canonicalUrl, likenesses, marksOf, similarity } from './marks.ts';

const text = {
  title: 'Préparer le rendez-vous annuel avec la mairie',
  summary:
    'Une trame d’entretien et une liste de pièces, pour que le rendez-vous de bilan avec la commune serve aux deux.',
};
const reworded = {
  title: 'Le rendez-vous annuel avec votre mairie',
  summary: 'Une liste de pièces et une trame d’entretien pour le rendez-vous de bilan avec la commune.',
};
const alike = (a: object, b: object) => likenesses([a, marksOf(a)], [b, marksOf(b)]);

describe('Two contributions', () => {
  it('have the same title whatever the accents, the case and the order of words', () => {
    expect(alike({ title: 'Les Statuts de l’association' }, { title: 'association : statuts' })).toContain(
      'same-title',
    );
    expect(alike({ title: 'Statuts' }, { title: 'Budget' })).toEqual([]);
  });

  it.each([
    ['https://www.reseau.example/guide/?utm_source=lettre', 'http://reseau.example/guide'],
    ['https://reseau.example/a?b=1&a=2#page', 'https://Reseau.example/a?a=2&b=1'],
  ])('have the same link when the addresses name one page', (one, other) => {
    expect(canonicalUrl(one)).toBe(canonicalUrl(other));
    const linked = (url: string) => ({ links: [{ url, title: 'Lien' }] });
    expect(alike(linked(one), linked(other))).toEqual(['same-link']);
  });

  it('have the same file when its bytes are', () => {
    const files = [{ sha256: 'ab' }];
    expect(likenesses([{}, marksOf({}, files)], [{}, marksOf({}, files)])).toEqual(['same-file']);
  });

  it('say much the same in other words, and are then found by a band', () => {
    expect(similarity(text, reworded)).toBeGreaterThan(0.5);
    expect(alike(text, reworded)).toEqual(['similar-text']);
    const other = marksOf(reworded).bands;
    expect(marksOf(text).bands.some((band) => other.includes(band))).toBe(true);
  });

  it('on other things are not alike', () => {
    expect(alike(text, complete.documentary)).toEqual([]);
  });
});
