import { describe, expect, it } from 'vitest';
import { leavesOf } from '#taxonomy';
import { franceMap } from './france-map.ts';

describe('The map of the atlas', () => {
  const map = franceMap(
    new Map([
      ['DEP-974', 2],
      ['DEP-33', 7],
    ]),
    (count) => `${count} contacts`,
    (code) => `/atlas?territory=${code}`,
  );

  it('has each département and each overseas collectivity, once', () => {
    const places = [...map.places, ...map.overseas];
    expect(places).toHaveLength(leavesOf(['NAT-FR']).size);
    expect(new Set(places.map(({ name }) => name)).size).toBe(places.length);
    for (const { outline } of places) expect(outline).toMatch(/^[Mm].*[\d\szZ]$/s);
  });

  it('leads from a place to its contacts, overseas as elsewhere', () => {
    expect([...map.places, ...map.overseas].filter(({ path }) => path)).toMatchObject([
      { name: 'Gironde', path: '/atlas?territory=DEP-33', level: 3 },
      { name: 'La Réunion', label: 'La Réunion\u00a0: 2 contacts', path: '/atlas?territory=DEP-974', level: 2 },
    ]);
  });
});
