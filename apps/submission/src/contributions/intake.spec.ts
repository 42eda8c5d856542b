import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complete } from '../../test/builders.ts';
import { contentOf, intake, merge, sameContent } from './intake.ts';

describe('An edit', () => {
  // RFC 7396, appendix A, in its order.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('of %j by %j gives %j', (target, patch, result) => {
    const before = structuredClone(target);
    expect(merge(target, patch)).toEqual(result);
    expect(target).toEqual(before);
  });

  it('with a trap for a name reaches nothing but itself', () => {
    merge({}, JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('twice is the same as once', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (target, patch) => {
        const once = merge(target, patch);
        expect(merge(once, patch)).toEqual(once);
      }),
    );
  });
});

describe('What was sent', () => {
  it('has a title, and is no draft by default handed in', () => {
    expect(intake.parse({ title: 'Guide' })).toEqual({ title: 'Guide', submit: false });
    expect(intake.safeParse({}).success).toBe(false);
    expect(intake.safeParse({ title: 'Guide', status: 'published' }).success).toBe(false);
  });

  it('is kept without what only says how to take it in', () => {
    const sent = intake.parse({ ...complete.documentary, network: 'riva-hdf', externalId: 'x1', submit: true });
    expect(contentOf(sent)).toEqual(complete.documentary);
  });
});

describe('Two contents', () => {
  it('say the same, whatever the order of their fields', () => {
    const backwards = <T>(value: T): T =>
      (Array.isArray(value)
        ? value.map(backwards)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .map(([name, inner]) => [name, backwards(inner)])
                .reverse(),
            )
          : value) as T;
    for (const content of Object.values(complete)) expect(sameContent(content, backwards(content))).toBe(true);
  });

  it('differ by a word, by the order of a list, and by what one alone says', () => {
    const { documentary } = complete;
    expect(sameContent(documentary, { ...documentary, title: 'Autre' })).toBe(false);
    expect(sameContent({ ...documentary, howToUse: ['a', 'b'] }, { ...documentary, howToUse: ['b', 'a'] })).toBe(false);
    expect(sameContent(documentary, { ...documentary, change: 'Rien.' })).toBe(false);
    expect(sameContent(documentary, { ...documentary, change: undefined })).toBe(true);
  });
});
