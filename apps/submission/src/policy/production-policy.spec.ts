import { describe, expect, it } from 'vitest';
import { firstPolicy, type ProductionPolicy, refusals } from './production-policy.ts';

const network = (circle: string, _id = 'riva') => ({ _id, circle });
const rules = (given: Partial<ProductionPolicy>, producing: Partial<Parameters<typeof refusals>[1]> = {}) =>
  refusals({ ...firstPolicy, ...given }, { network: network('first'), ...producing }).map(
    ({ pointer, code }) => `${pointer} ${code}`,
  );

describe('The production policy', () => {
  it('lets circles 1 to 3 in at first, and others with a sponsor', () => {
    for (const circle of ['first', 'second', 'third']) expect(rules({}, { network: network(circle) })).toEqual([]);
    expect(rules({}, { network: network('other') })).toEqual(['/sponsor sponsor-required']);
    expect(rules({}, { network: network('other'), sponsor: 'mda' })).toEqual([]);
  });

  it('may be for some circles', () => {
    const circles = { mode: 'circles', circles: ['first'] } as const;
    expect(rules(circles)).toEqual([]);
    expect(rules(circles, { network: network('third') })).toEqual(['/network circles']);
  });

  it('may be for a list of networks', () => {
    const list = { mode: 'allow-list', allowList: ['mda'] } as const;
    expect(rules(list)).toEqual(['/network allow-list']);
    expect(rules(list, { network: network('third', 'mda') })).toEqual([]);
  });

  it('may limit some families alone', () => {
    const limited = { mode: 'circles', circles: ['first'], families: ['legal-watch'] } as const;
    const third = network('third');
    expect(rules(limited, { network: third, family: 'legal-watch' })).toEqual(['/network circles']);
    expect(rules(limited, { network: third, family: 'documentary' })).toEqual([]);
  });

  it('opens territories one by one', () => {
    const enabled = { enabledTerritories: ['REG-32', 'DEP-37'] };
    expect(rules(enabled, { territories: ['DEP-59', 'DEP-37', 'NAT-FR'] })).toEqual([]);
    expect(rules(enabled, { territories: ['DEP-59', 'DEP-33'] })).toEqual(['/territories/1 territory-not-enabled']);
  });

  it('names the rule, its version and its date when it refuses', () => {
    const [refused] = refusals(
      { ...firstPolicy, version: 4, activeFrom: '2026-03-01T00:00:00Z' },
      { network: network('other') },
    );
    expect(refused?.detail.fr).toContain('règle « sponsor-required », version 4 du 1er mars 2026');
  });
});
