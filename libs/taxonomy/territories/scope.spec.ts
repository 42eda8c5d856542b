import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leavesOf, scopeLeaves, territories, touches } from '#taxonomy';

const hautsDeFrance = ['DEP-02', 'DEP-59', 'DEP-60', 'DEP-62', 'DEP-80'];

describe('A filter on Hauts-de-France', () => {
  const meets = (include: string[], exclude: string[] = []) => touches({ include, exclude }, ['REG-32']);

  it('meets what applies to the country, to the region, or to one of its départements', () => {
    expect(meets(['NAT-FR'])).toBe(true);
    expect(meets(['REG-32'])).toBe(true);
    for (const department of hautsDeFrance) expect(meets([department])).toBe(true);
  });

  it('does not meet its neighbours, nor the département of the same number', () => {
    expect(meets(['REG-28', 'DEP-75'])).toBe(false);
    expect(meets(['DEP-32'])).toBe(false);
  });

  it('does not meet what excludes it, whole or département by département', () => {
    expect(meets(['NAT-FR'], ['REG-32'])).toBe(false);
    expect(meets(['REG-32'], hautsDeFrance)).toBe(false);
    expect(meets(['DEP-59'], ['REG-32'])).toBe(false);
    expect(meets(['NAT-FR'], ['DEP-59'])).toBe(true);
    expect(meets(['NAT-FR'], ['NAT-FR'])).toBe(false);
  });
});

describe('A scope less the local law of Alsace and Moselle', () => {
  const scope = { include: ['NAT-FR'], exclude: ['DEP-57', 'DEP-67', 'DEP-68'] };

  it('still touches Grand Est, and Saint-Pierre-et-Miquelon by either code', () => {
    expect(touches(scope, ['REG-44'])).toBe(true);
    expect(touches(scope, ['REG-975'])).toBe(true);
    expect(touches(scope, ['DEP-975'])).toBe(true);
  });

  it('touches none of the three', () => {
    expect(touches(scope, ['DEP-57', 'DEP-67', 'DEP-68'])).toBe(false);
    expect(touches({ include: ['DEP-975'], exclude: ['REG-975'] }, ['NAT-FR'])).toBe(false);
  });
});

describe('Territories as sets', () => {
  const everyCode = territories.flatMap(({ code, alias }) => (alias ? [code, alias] : [code]));
  const codes = fc.array(fc.constantFrom(...everyCode, 'DEP-20', 'nowhere'), { maxLength: 6 });
  const scope = fc.record({ include: codes, exclude: codes });
  const sorted = (leaves: ReadonlySet<string>) => [...leaves].sort();
  const check = <Ts extends [unknown, ...unknown[]]>(property: fc.IPropertyWithHooks<Ts>) =>
    fc.assert(property, { numRuns: 300 });

  it('add up, whatever their order', () => {
    check(
      fc.property(codes, codes, (some, others) => {
        const together = new Set([...leavesOf(some), ...leavesOf(others)]);
        expect(sorted(leavesOf([...some, ...others]))).toEqual(sorted(together));
        expect(sorted(leavesOf([...others, ...some]))).toEqual(sorted(together));
      }),
    );
  });

  it('are the leaves of their leaves', () => {
    check(
      fc.property(codes, (some) => void expect(sorted(leavesOf([...leavesOf(some)]))).toEqual(sorted(leavesOf(some)))),
    );
  });

  it('leave nothing excluded, and nothing that was not included', () => {
    check(
      fc.property(scope, ({ include, exclude }) => {
        const included = leavesOf(include);
        const excluded = leavesOf(exclude);
        const expected = [...included].filter((leaf) => !excluded.has(leaf)).sort();
        expect(sorted(scopeLeaves({ include, exclude }))).toEqual(expected);
      }),
    );
  });

  it('touch exactly when a leaf is shared', () => {
    check(
      fc.property(scope, codes, (some, filter) => {
        const shared = [...scopeLeaves(some)].filter((leaf) => leavesOf(filter).has(leaf));
        expect(touches(some, filter)).toBe(shared.length > 0);
      }),
    );
  });

  it('touch the country as soon as anything is left', () => {
    check(fc.property(scope, (some) => void expect(touches(some, ['NAT-FR'])).toBe(scopeLeaves(some).size > 0)));
  });
});
