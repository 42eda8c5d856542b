import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ZodError } from 'zod';
import { canonicalQuery, filter, filterNames, line, type ResourceFilter } from '#contracts';
import { families, formats, themes } from '#taxonomy';

/** As a query string comes out of a parser: one value alone, several as a list. */
const parsed = (query: string): Record<string, string | string[]> => {
  const params = new URLSearchParams(query);
  const pairs = [...new Set(params.keys())].map((name) => {
    const [first = '', ...others] = params.getAll(name);
    return [name, others.length ? [first, ...others] : first];
  });
  return Object.fromEntries(pairs);
};
/** What is said of a refused filter. */
const refusalOf = (query: unknown): string => {
  const { error } = filter.safeParse(query);
  return error ? JSON.stringify((error as ZodError).issues) : 'accepted';
};

describe('A filter', () => {
  it('takes one value or several, and gives them distinct and sorted', () => {
    expect(filter.parse({ theme: 'rgpd', family: ['observation', 'documentary', 'observation'], q: ' eau ' })).toEqual({
      theme: ['rgpd'],
      family: ['documentary', 'observation'],
      q: ['eau'],
    });
  });

  it('is empty when nothing is named', () => {
    expect(filter.parse({})).toEqual({});
    expect(canonicalQuery({})).toBe('');
  });

  it.each([
    [{ thème: 'rgpd' }, '« theme »'],
    [{ territoire: 'DEP-59' }, '« territory »'],
    [{ constructor: 'x' }, 'Filtre inconnu : « constructor »'],
    [{ theme: 'gouvernence' }, '« gouvernance »'],
    [{ theme: ['rgpd', 'comptabilité'] }, '« comptabilite »'],
    [{ territory: 'Nord' }, '« DEP-59 »'],
    [{ territory: ['DEP-59', '59'] }, '« DEP-59 »'],
    [{ format: 'toString' }, 'unknown-format'],
  ])('that says %j is refused, naming the nearest: %s', (query, nearest) => {
    expect(refusalOf(query)).toContain(nearest);
  });

  it.each([
    { theme: '' },
    { theme: [] },
    { theme: { $ne: null } },
    { theme: ['rgpd', ['rgpd']] },
    { q: '   ' },
    { q: 'x'.repeat(201) },
    { label: 'proposed' },
    { scale: 'local' },
    { closesBefore: 'demain' },
    { closesBefore: '2026-02-30' },
    { theme: Array(121).fill('rgpd') },
  ])('that says %j is refused', (query) => {
    expect(refusalOf(query)).not.toBe('accepted');
  });

  const values = (of: readonly string[]) => fc.array(fc.constantFrom(...of), { minLength: 1, maxLength: 4 });
  const words = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    // What no line of text may hold is refused, and has no address.
    .filter((word) => line(200).safeParse(word).success);
  const anyFilter = fc.record(
    {
      family: values(families.ids),
      format: values(formats.ids),
      theme: values(themes.ids),
      territory: values(['NAT-FR', 'REG-32', 'DEP-59', 'REG-975', 'DEP-975']),
      network: fc.array(words, { minLength: 1, maxLength: 3 }),
      q: fc.array(words, { minLength: 1, maxLength: 3 }),
      closesBefore: values(['2026-01-01', '2026-01-01T10:00:00+02:00']),
    },
    { requiredKeys: [] },
  );

  it('has one address, whatever the order and the repeats of what it says', () => {
    fc.assert(
      fc.property(anyFilter, fc.infiniteStream(fc.nat()), (wanted, dice) => {
        const shuffled = <T>(list: T[]): T[] =>
          list
            .map((item) => ({ item, at: dice.next().value ?? 0 }))
            .sort((a, b) => a.at - b.at)
            .map(({ item }) => item);
        const again = shuffled(Object.entries(wanted)).map(([name, said]) => [name, shuffled([...said, ...said])]);
        expect(canonicalQuery(filter.parse(Object.fromEntries(again)))).toBe(canonicalQuery(filter.parse(wanted)));
      }),
    );
  });

  it('is the same again when its address is read', () => {
    fc.assert(
      fc.property(anyFilter, (wanted) => {
        const read = filter.parse(wanted);
        const address = canonicalQuery(read);
        expect(filter.parse(parsed(address))).toEqual(read);
        expect(canonicalQuery(filter.parse(parsed(address)))).toBe(address);
      }),
    );
  });

  it('never fails but by refusing, whatever is thrown at it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(fc.constantFrom(...filterNames), fc.string()), fc.jsonValue()), (query) => {
        const result = filter.safeParse(query);
        if (result.success) expect(canonicalQuery(result.data as ResourceFilter)).toEqual(expect.any(String));
      }),
    );
  });
});
