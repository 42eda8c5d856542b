import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fieldErrors, jsonPointer } from '#platform';

const errorsOf = (schema: z.ZodType, value: unknown) => {
  const { error } = schema.safeParse(value);
  return error ? fieldErrors(error.issues as never) : [];
};
/** The first error: where, what kind, and in both languages. */
const said = (schema: z.ZodType, value: unknown) => {
  const [first] = errorsOf(schema, value);
  return first && [first.pointer, first.code, first.detail.fr, first.detail.en];
};
const field = (schema: z.ZodType, value?: unknown) => said(z.strictObject({ field: schema }), { field: value });

describe('A pointer', () => {
  it('is escaped as RFC 6901 asks', () => {
    expect(jsonPointer([])).toBe('');
    expect(jsonPointer(['a', 0, ''])).toBe('/a/0/');
    expect(jsonPointer(['a/b', 'm~n', '~1'])).toBe('/a~1b/m~0n/~01');
  });
});

describe('What a schema found wrong', () => {
  it('names the kinds there are, where the kind is not one of them', () => {
    const rhythm = z.discriminatedUnion('every', [
      z.object({ every: z.literal('day'), hour: z.number() }),
      z.object({ every: z.literal('event') }),
    ]);
    const expected = ['/field/every', 'invalid-value', 'Valeurs possibles : « day », « event ».'];
    expect(field(rhythm, { every: 'daily' })?.slice(0, 3)).toEqual(expected);
  });

  it.each([
    ['nothing', z.string(), undefined, 'required', 'Ce champ est nécessaire.', 'This field is required.'],
    ['nothing', z.enum(['a']), undefined, 'required', 'Ce champ est nécessaire.', 'This field is required.'],
    ['nothing', z.array(z.string()), undefined, 'required', 'Ce champ est nécessaire.', 'This field is required.'],
    ['another type', z.string(), 7, 'invalid-type', 'Attendu : un texte.', 'Expected a string.'],
    ['another type', z.number().int(), 1.5, 'invalid-type', 'Attendu : un nombre entier.', 'Expected an integer.'],
    [
      'a text for pairs',
      z.record(z.string(), z.string()),
      'x',
      'invalid-type',
      'Attendu : un objet.',
      'Expected an object.',
    ],
    ['null', z.boolean(), null, 'invalid-type', 'Attendu : vrai ou faux.', 'Expected a boolean.'],
    [
      'too much',
      z.string().max(200),
      'x'.repeat(201),
      'too-long',
      'Au plus 200 caractères.',
      'At most 200 characters.',
    ],
    ['too little', z.string().min(1), '', 'too-short', 'Au moins 1 caractère.', 'At least 1 character.'],
    ['too many', z.array(z.string()).max(1), ['a', 'b'], 'too-long', 'Au plus 1 élément.', 'At most 1 item.'],
    ['too large a number', z.number().max(100), 500, 'too-long', 'Au plus 100.', 'At most 100.'],
    [
      'another value',
      z.enum(['a', 'b']),
      'c',
      'invalid-value',
      'Valeurs possibles : « a », « b ».',
      'Possible values: a, b.',
    ],
    [
      'no e-mail',
      z.email(),
      'x',
      'invalid-email',
      'Attendu : une adresse électronique.',
      'Expected an e-mail address.',
    ],
    [
      'another pattern',
      z.string().regex(/^a$/),
      'b',
      'invalid-format',
      'Attendu : une autre écriture.',
      'Expected another format.',
    ],
    ['an unmet condition', z.string().refine(() => false), 'b', 'invalid', 'Valeur non valable.', 'Invalid value.'],
  ])('is said in both languages: %s', (_, schema, value, code, fr, en) => {
    expect(field(schema as z.ZodType, value)).toEqual(['/field', code, fr, en]);
  });

  it('names each unknown field', () => {
    const errors = errorsOf(z.strictObject({ deep: z.strictObject({}) }), { deep: { 'a/b': 1, c: 2 }, d: 3 });
    expect(errors.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/deep/a~1b', 'unknown-field'],
      ['/deep/c', 'unknown-field'],
      ['/d', 'unknown-field'],
    ]);
  });

  it('lists all of it at once, each at its place', () => {
    const schema = z.strictObject({
      title: z.string(),
      links: z.array(z.strictObject({ url: z.url(), title: z.string() })),
    });
    const errors = errorsOf(schema, { links: [{ url: 'https://example.org', title: 'x' }, { url: 'nowhere' }] });
    expect(errors.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/title', 'required'],
      ['/links/1/url', 'invalid-url'],
      ['/links/1/title', 'required'],
    ]);
  });

  it('of alternatives, tells the one that came nearest', () => {
    const one = z.enum(['a', 'b']);
    const oneOrSeveral = z.union([one, z.array(one)]);
    expect(field(oneOrSeveral, ['a', 'c'])?.slice(0, 2)).toEqual(['/field/1', 'invalid-value']);
    expect(field(oneOrSeveral, 'c')?.slice(0, 2)).toEqual(['/field', 'invalid-value']);
  });

  it('carries the code and the sentences that a schema of ours gives', () => {
    const params = { code: 'unknown-theme', fr: 'Thème inconnu.', en: 'Unknown theme.' };
    const schema = z.string().check(({ value, issues }) => {
      issues.push({ code: 'custom', input: value, params });
    });
    expect(field(schema, 'x')).toEqual(['/field', 'unknown-theme', 'Thème inconnu.', 'Unknown theme.']);
  });
});
