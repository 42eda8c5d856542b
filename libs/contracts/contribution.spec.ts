import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ContributionContent, contributionContent, contributionFields } from '#contracts';

const parse = (content: unknown) => contributionContent.safeParse(content);
/** Where a content is refused: pointers, or nothing. */
const refusedAt = (content: unknown): string[] => {
  const { error } = parse(content);
  return error ? error.issues.map(({ path }) => `/${path.join('/')}`) : [];
};
const valid: ContributionContent = {
  title: 'Tenir une assemblée générale',
  summary: 'Les étapes.\n\tDe la convocation au procès-verbal.',
  territories: ['DEP-37'],
  scope: { include: ['NAT-FR'], exclude: ['DEP-57'] },
  links: [{ url: 'https://example.org/guide', title: 'Le guide' }],
  fieldTest: { verdict: 'inspiration', testedIn: ['DEP-37'] },
};

describe('What a contribution says', () => {
  it('may be incomplete: a draft lacks what it likes', () => {
    expect(parse({}).data).toEqual({});
    expect(parse({ title: '  Guide  ', fieldTest: null }).data).toEqual({ title: 'Guide', fieldTest: null });
    expect(parse(valid).data).toEqual(valid);
  });

  it.each([
    ['a null', '\0'],
    ['an escape', '\u001b[31m'],
    ['a backspace', '\b'],
    ['a delete', '\u007f'],
    ['a C1 control', '\u0085'],
    ['a reversed reading direction', '\u202e'],
    ['what no feed may hold', '\uffff'],
    ['half a character', '\ud83d'],
  ])('never holds %s', (_, trap) => {
    expect(refusedAt({ title: `a${trap}b`, summary: `a${trap}b` })).toEqual(['/title', '/summary']);
  });

  it('has line ends and tabs where several lines are meant, and there only', () => {
    for (const trap of ['\n', '\r\n', '\t', '\u2028']) {
      expect(refusedAt({ title: `a${trap}b`, summary: `a${trap}b` })).toEqual(['/title']);
    }
  });

  it('may be in any language, with emoji and all', () => {
    const title = 'Ça — « œuvre » №1 👩🏽‍🌾 日本語 עברית';
    expect(parse({ title }).data).toEqual({ title });
  });

  it.each([
    JSON.parse('{"__proto__":{"title":"x"}}'),
    JSON.parse('{"scope":{"include":["NAT-FR"],"__proto__":{"exclude":[]}}}'),
    { constructor: { prototype: {} } },
    { toString: 'x' },
    { title: 'x', id: 'mine' },
    { title: 'x', status: 'published' },
    { links: [{ url: 'https://example.org', title: 'x', rel: 'me' }] },
  ])('has no other fields, and no trap among them: %j', (content) => {
    expect(parse(content).success).toBe(false);
    expect(Object.prototype).not.toHaveProperty('title');
  });

  it.each([
    { title: '' },
    { title: '   ' },
    { title: 'x'.repeat(201) },
    { title: 7 },
    { title: ['x'] },
    { title: null },
    { summary: 'x'.repeat(1501) },
    { themes: 'rgpd' },
    { themes: [] },
    { themes: ['rgpd', 'rgpd'] },
    { themes: Array(11).fill('rgpd') },
    { themes: [{ toString: 'rgpd' }] },
    { territories: ['REG-99'] },
    { territories: ['nat-fr'] },
    { howToUse: Array(8).fill('étape') },
    { language: 'français' },
    { expiresAt: '2026-02-30T00:00:00Z' },
    { expiresAt: '30/06/2026' },
    { observation: { period: '2025', method: 'enquête', sampleSize: 1.5 } },
    { observation: { period: '2025', method: 'enquête', sampleSize: -1 } },
    { fieldTest: { verdict: 'everywhere', testedIn: [] } },
    { scope: { include: [] } },
    { flow: 'sideways' },
  ])('is held to its types and sizes: %j', (content) => {
    const [field] = Object.keys(content);
    expect(refusedAt(content).every((pointer) => pointer.startsWith(`/${field}`))).toBe(true);
    expect(parse(content).success).toBe(false);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://example.org',
    '//example.org',
    'example.org',
    'https:example.org',
    'https://',
    'https://exa mple.org',
    `https://example.org/${'x'.repeat(2000)}`,
  ])('links to the web only: not to %.30s', (url) => {
    expect(refusedAt({ links: [{ url, title: 'x' }] })).toEqual(['/links/0/url']);
  });

  it('is read or refused, whatever it is: never a failure', () => {
    const anything = fc.dictionary(
      fc.oneof(fc.constantFrom(...Object.keys(contributionFields)), fc.string()),
      fc.jsonValue(),
    );
    fc.assert(fc.property(anything, (content) => void expect(typeof parse(content).success).toBe('boolean')));
  });
});
