import { describe, expect, it } from 'vitest';
import { counted, enumerated, frenchDate, frenchNumber, frenchSize, spaced } from './french.ts';

describe('A date in French', () => {
  it.each([
    ['2026-01-01T12:00:00Z', '1er\u00a0janvier\u00a02026'],
    ['2026-03-12T08:30:00Z', '12\u00a0mars\u00a02026'],
    ['2026-08-11T00:00:00Z', '11\u00a0août\u00a02026'],
    // One second before midnight in London is the next day in Paris, in winter as in summer.
    ['2025-12-31T23:59:59Z', '1er\u00a0janvier\u00a02026'],
    ['2026-06-30T22:00:00Z', '1er\u00a0juillet\u00a02026'],
    ['2026-06-30T21:59:59Z', '30\u00a0juin\u00a02026'],
  ])('of %s is %s', (moment, text) => {
    expect(frenchDate(moment)).toBe(text);
  });
});

describe('French typography', () => {
  it('keeps double signs with their words', () => {
    expect(spaced('Quoi ? Ceci : « oui » !')).toBe('Quoi\u00a0? Ceci\u00a0: «\u00a0oui\u00a0»\u00a0!');
  });

  it('adds no space, so that addresses stay whole', () => {
    expect(spaced('https://essaim.example/?q=1')).toBe('https://essaim.example/?q=1');
  });

  it('counts', () => {
    expect([counted(0, 'avis', 'avis'), counted(1, 'octet', 'octets'), counted(2, 'octet', 'octets')]).toEqual([
      '0\u00a0avis',
      '1\u00a0octet',
      '2\u00a0octets',
    ]);
    expect(frenchNumber(12_500)).toBe('12\u202f500');
    expect(frenchSize(1_234_567)).toBe('1,2\u00a0Mo');
    expect(frenchSize(45_000)).toBe('45\u00a0ko');
  });

  it('enumerates', () => {
    expect(enumerated(['Gironde', 'Lozère', 'Nord'])).toBe('Gironde, Lozère et Nord');
  });
});
