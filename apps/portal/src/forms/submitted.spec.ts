import { describe, expect, it } from 'vitest';
import { linesOf, optionalNumber, territoriesIn, territoriesInWords, textOf } from './submitted.ts';

describe('What a form sends', () => {
  it('is text, once, whatever was sent', () => {
    expect(textOf({ a: ' un ', b: ['deux', 'trois'] }, 'a')).toBe('un');
    expect(textOf({ b: ['deux', 'trois'] }, 'b')).toBe('deux');
    for (const form of [null, undefined, 'text', { a: { b: 1 } }]) expect(textOf(form, 'a')).toBe('');
  });

  it('is lines and numbers', () => {
    expect(linesOf({ q: 'Un ?\r\n\r\n Deux ? ' }, 'q')).toEqual(['Un ?', 'Deux ?']);
    expect([optionalNumber({ n: '3' }, 'n'), optionalNumber({ n: 'x' }, 'n'), optionalNumber({}, 'n')]).toEqual([
      3,
      'x',
      undefined,
    ]);
  });
});

describe('Territories in words', () => {
  it.each([
    ['Bretagne, moselle', ['REG-53', 'DEP-57']],
    ['Île-de-France ; France entière', ['REG-11', 'NAT-FR']],
    ['ile de france', ['REG-11']],
    ['dep-2a, REG-32, REG-32', ['DEP-2A', 'REG-32']],
    ['Bretange', ['Bretange']],
    [' , ', []],
  ])('« %s »', (text, codes) => {
    expect(territoriesIn(text)).toEqual(codes);
  });

  it('come back as they were', () => {
    const codes = ['REG-53', 'DEP-57', 'NAT-FR'];
    expect(territoriesIn(territoriesInWords(codes))).toEqual(codes);
  });
});
