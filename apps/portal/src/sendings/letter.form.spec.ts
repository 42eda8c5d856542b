import { describe, expect, it } from 'vitest';
import { fieldsOf, letterAsked, letterFields } from './letter.form.ts';

describe('The form of a letter', () => {
  it('parts paragraphs by empty lines, and takes resources by address or by id, each once', () => {
    const asked = letterAsked({
      title: ' La rentrée ',
      introduction: 'Bonjour,\r\nà vous.\r\n\r\n\r\nBonne lecture.',
      resources: 'https://essaim.example/ressources/r1?de=lettre\r\nr2\r\n\r\nr1',
    });
    expect(asked).toEqual({
      title: 'La rentrée',
      introduction: ['Bonjour, à vous.', 'Bonne lecture.'],
      resources: ['r1', 'r2'],
    });
    expect(letterAsked(fieldsOf(asked))).toEqual(asked);
  });

  it('takes whatever a browser sends for what it is', () => {
    expect(letterFields.parse({ title: ['a', 'b'] })).toEqual({ title: '', introduction: '', resources: '' });
  });
});
