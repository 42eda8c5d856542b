import { describe, expect, it } from 'vitest';
import { frenchList, isTerritory, leavesOf, nearestTerritories, parentOf, territories, territoryName } from '#taxonomy';

const leaves = (...codes: string[]) => [...leavesOf(codes)].sort();

describe('The territories', () => {
  it('are the country, 18 regions, 101 départements and 8 overseas collectivities', () => {
    const count = (prefix: string) => territories.filter(({ code }) => code.startsWith(prefix)).length;
    expect([count('NAT-'), count('REG-'), count('DEP-')]).toEqual([1, 18, 109]);
    expect(leavesOf(['NAT-FR']).size).toBe(109);
  });

  it('each lie in a parent, up to the country', () => {
    for (const { code, parent } of territories) {
      if (code === 'NAT-FR') expect(parentOf(code)).toBeUndefined();
      else expect(isTerritory(parent)).toBe(true);
    }
    expect(parentOf('DEP-59')).toBe('REG-32');
    expect(parentOf('REG-32')).toBe('NAT-FR');
  });

  it('keep apart a region and a département of the same number', () => {
    expect(territoryName('REG-11')).toBe('Île-de-France');
    expect(territoryName('DEP-11')).toBe('Aude');
    expect(leaves('REG-11')).not.toContain('DEP-11');
    expect(leaves('DEP-93')).toEqual(['DEP-93']);
    expect(leaves('REG-93')).not.toContain('DEP-93');
  });

  it('cut Corsica in two: 20 is no longer', () => {
    expect(leaves('REG-94')).toEqual(['DEP-2A', 'DEP-2B']);
    expect(isTerritory('DEP-20')).toBe(false);
    expect(nearestTerritories('DEP-20')).toEqual(['DEP-2A', 'DEP-2B']);
  });

  it('hold the overseas regions above their département', () => {
    for (const [region, department] of [
      ['REG-01', 'DEP-971'],
      ['REG-02', 'DEP-972'],
      ['REG-03', 'DEP-973'],
      ['REG-04', 'DEP-974'],
      ['REG-06', 'DEP-976'],
    ] as const) {
      expect(leaves(region)).toEqual([department]);
      expect(parentOf(department)).toBe(region);
    }
  });

  it.each(['975', '977', '978', '984', '986', '987', '988', '989'])('make one leaf of collectivity %s', (number) => {
    const [region, department] = [`REG-${number}`, `DEP-${number}`];
    expect(isTerritory(region) && isTerritory(department)).toBe(true);
    expect(leaves(region)).toEqual([department]);
    expect(leaves(region, department)).toEqual([department]);
    expect(territoryName(region)).toBe(territoryName(department));
    expect(parentOf(region)).toBe('NAT-FR');
    expect(leaves('NAT-FR')).toContain(department);
  });

  it('keep 67 and 68 for Alsace, and one 69 for Lyon', () => {
    expect(leaves('REG-44')).toEqual(expect.arrayContaining(['DEP-57', 'DEP-67', 'DEP-68']));
    expect(isTerritory('DEP-69') && isTerritory('DEP-67') && isTerritory('DEP-68')).toBe(true);
    expect(isTerritory('DEP-69M') || isTerritory('DEP-6AE')).toBe(false);
  });

  it('are known by their exact code only', () => {
    for (const code of ['59', 'dep-59', 'DEP-2a', 'DEP-5', 'REG-59', 'NAT-BE', '', 'constructor', 59, null]) {
      expect(isTerritory(code)).toBe(false);
    }
    expect(leaves('REG-59')).toEqual([]);
    expect(territoryName('REG-59')).toBe('REG-59');
  });

  it('are typeset', () => {
    expect(territoryName('REG-93')).toBe('Provence-Alpes-Côte d’Azur');
    expect(territories.every(({ name }) => !name.includes("'"))).toBe(true);
  });
});

describe('A list of territories', () => {
  it.each([
    [['REG-53'], 'Bretagne'],
    [['DEP-33', 'DEP-48', 'DEP-59'], 'Gironde, Lozère et Nord'],
    [['DEP-57', 'DEP-67', 'DEP-68'], 'Moselle, Bas-Rhin et Haut-Rhin'],
    [[], ''],
  ])('of %j reads « %s », in the order given', (codes, sentence) => {
    expect(frenchList(codes)).toBe(sentence);
  });
});

describe('The nearest territories', () => {
  it.each([
    ['Nord', ['DEP-59']],
    ['59', ['DEP-59']],
    ['REG-59', ['DEP-59']],
    ['dep 2a', ['DEP-2A']],
    ['11', ['REG-11', 'DEP-11']],
    ['REG-974', ['DEP-974']],
    ['ile de france', ['REG-11']],
    ['Hauts de France', ['REG-32']],
    ["cote d'azur", ['REG-93']],
    ['Girnode', ['DEP-33']],
    ['La Réunion', ['REG-04', 'DEP-974']],
    ['France', ['NAT-FR']],
    ['zzzz', []],
    ['', []],
  ])('of %p begin with %j', (term, expected) => {
    expect(nearestTerritories(term).slice(0, Math.max(expected.length, 0))).toEqual(expected);
    if (expected.length === 0) expect(nearestTerritories(term)).toEqual([]);
  });
});
