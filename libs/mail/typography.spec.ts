import { describe, expect, it } from 'vitest';
import { frenchSpaces, frenchSpacesInHtml } from './typography.ts';

const shown = (text: string) => frenchSpaces(text).replaceAll('\u00a0', '~');

describe('French spaces', () => {
  it.each([
    ['Mise à jour : « Guide »', 'Mise à jour~: «~Guide~»'],
    ['Vraiment ? Oui ! Bien ; voilà', 'Vraiment~? Oui~! Bien~; voilà'],
    ['le 12 mars 2026, le 1er janvier', 'le 12~mars 2026, le 1er~janvier'],
    ['10 % de 12 500 € en 7 jours', '10~% de 12~500~€ en 7~jours'],
    ['loi n° 71-1130, art. 54', 'loi n°~71-1130, art.~54'],
    ['https://essaim.example/a?b=c', 'https://essaim.example/a?b=c'],
    ['le 3 marsouin', 'le 3 marsouin'],
  ])('keep « %s » together', (text, spaced) => {
    expect(shown(text)).toBe(spaced);
  });

  it('are put once', () => {
    const text = 'Mise à jour : « 12 % »';
    expect(frenchSpaces(frenchSpaces(text))).toBe(frenchSpaces(text));
  });

  it('touch neither tags, nor addresses, nor style', () => {
    const html =
      '<style>a { b : c ; }</style><!-- a : b --><p title="a : b"><a href="https://x.example/?a=1 :">a : b</a></p>';
    expect(frenchSpacesInHtml(html)).toBe(html.replace('>a : b<', '>a\u00a0: b<'));
  });
});
