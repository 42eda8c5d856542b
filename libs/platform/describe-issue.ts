import { z } from 'zod';
import type { $ZodIssue } from 'zod/v4/core';
import type { FieldError, Localised } from './problem.ts';

/** RFC 6901. */
export const jsonPointer = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const kinds: Record<string, Localised> = {
  string: { fr: 'un texte', en: 'a string' },
  number: { fr: 'un nombre', en: 'a number' },
  int: { fr: 'un nombre entier', en: 'an integer' },
  boolean: { fr: 'vrai ou faux', en: 'a boolean' },
  array: { fr: 'une liste', en: 'an array' },
  tuple: { fr: 'deux nombres', en: 'two numbers' },
  object: { fr: 'un objet', en: 'an object' },
  record: { fr: 'un objet', en: 'an object' },
};

const formats: Record<string, Localised> = {
  url: { fr: 'une adresse web (http ou https)', en: 'an http(s) address' },
  email: { fr: 'une adresse électronique', en: 'an e-mail address' },
  datetime: {
    fr: 'une date et une heure (RFC 3339), par exemple 2026-11-01T00:00:00Z',
    en: 'a date and time (RFC 3339), such as 2026-11-01T00:00:00Z',
  },
  date: { fr: 'une date (AAAA-MM-JJ)', en: 'a date (YYYY-MM-DD)' },
};

/** Zod drops what was given from the issues that it reports: that nothing was is noted while it still knows. */
const absent = 'absent';
z.config({ customError: ({ code, input }) => (code !== 'custom' && input === undefined ? absent : undefined) });

const required = {
  code: 'required',
  detail: { fr: 'Ce champ est nécessaire.', en: 'This field is required.' },
} as const;

const units: Record<string, Localised> = {
  string: { fr: ' caractère', en: ' character' },
  array: { fr: ' élément', en: ' item' },
};

const size = (origin: string, limit: unknown, sense: 'max' | 'min'): Localised => {
  const { fr, en } = units[origin] ?? { fr: '', en: '' };
  const plural = units[origin] && Number(limit) > 1 ? 's' : '';
  return {
    fr: `Au ${sense === 'max' ? 'plus' : 'moins'} ${limit}${fr}${plural}.`,
    en: `At ${sense === 'max' ? 'most' : 'least'} ${limit}${en}${plural}.`,
  };
};

const oneOf = (values: readonly string[]): Omit<FieldError, 'pointer'> => ({
  code: 'invalid-value',
  detail: {
    fr: `Valeurs possibles : ${values.map((value) => `« ${value} »`).join(', ')}.`,
    en: `Possible values: ${values.join(', ')}.`,
  },
});

const one = (issue: $ZodIssue): Omit<FieldError, 'pointer'> => {
  if (issue.message === absent) return required;
  switch (issue.code) {
    case 'invalid_type': {
      const kind = kinds[issue.expected] ?? { fr: 'une autre forme', en: 'another type' };
      return { code: 'invalid-type', detail: { fr: `Attendu : ${kind.fr}.`, en: `Expected ${kind.en}.` } };
    }
    case 'too_big':
      return { code: 'too-long', detail: size(issue.origin, issue.maximum, 'max') };
    case 'too_small':
      return { code: 'too-short', detail: size(issue.origin, issue.minimum, 'min') };
    case 'invalid_format': {
      const format = formats[issue.format] ?? { fr: 'une autre écriture', en: 'another format' };
      return {
        code: `invalid-${issue.format === 'regex' ? 'format' : issue.format}`,
        detail: { fr: `Attendu : ${format.fr}.`, en: `Expected ${format.en}.` },
      };
    }
    case 'invalid_value':
      return oneOf(issue.values.map(String));
    default:
      return { code: 'invalid', detail: { fr: 'Valeur non valable.', en: 'Invalid value.' } };
  }
};

/** What a schema found wrong, as entries of `errors`. Our own issues carry their code and sentences in `params`. */
export const fieldErrors = (issues: readonly $ZodIssue[], at: readonly PropertyKey[] = []): FieldError[] =>
  issues.flatMap((issue): FieldError[] => {
    const path = [...at, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        pointer: jsonPointer([...path, key]),
        code: 'unknown-field',
        detail: { fr: `Champ inconnu : « ${key} ».`, en: `Unknown field: “${key}”.` },
      }));
    }
    if (issue.code === 'custom' && issue.params?.code) {
      const { code, fr, en } = issue.params as { code: string } & Localised;
      return [{ pointer: jsonPointer(path), code, detail: { fr, en } }];
    }
    // Of a union, the alternative that came nearest speaks: the one with a term of a vocabulary, else the deepest.
    if (issue.code === 'invalid_union') {
      const best = [...issue.errors].sort((a, b) => closeness(b) - closeness(a))[0];
      if (best?.length) return fieldErrors(best, path);
      // None was meant: zod points at what tells them apart, and names what that may be.
      const { options } = issue as { options?: readonly unknown[] };
      if (options) return [{ pointer: jsonPointer(path), ...oneOf(options.map(String)) }];
    }
    return [{ pointer: jsonPointer(path), ...one(issue) }];
  });

const closeness = (issues: readonly $ZodIssue[]): number =>
  Math.max(0, ...issues.map((issue) => issue.path.length * 2 + (issue.code === 'invalid_type' ? 0 : 1)));
