import { describe, expect, it } from 'vitest';
import { refusalOf } from './acting-api.ts';

describe('A refusal of a service, for a form', () => {
  it('says what is wrong of each field, the first thing first', () => {
    const body = {
      type: '/problems/invalid-fields',
      status: 422,
      detail: '3 champs sont à corriger.',
      errors: [
        { pointer: '/title', code: 'required', detail: 'Ce champ est nécessaire.' },
        { pointer: '/territories/0', code: 'unknown-territory', detail: 'Terme inconnu : « DEP-00 ».' },
        { pointer: '/territories/1', code: 'duplicate', detail: 'La même valeur figure deux fois.' },
      ],
    };
    expect(refusalOf(422, body)).toMatchObject({
      status: 422,
      type: '/problems/invalid-fields',
      fields: { title: 'Ce champ est nécessaire.', territories: 'Terme inconnu : « DEP-00 ».' },
      errors: [{ id: 'title' }, { id: 'territories' }, { id: 'territories' }],
    });
  });

  it('is a sentence all the same when the answer is no problem', () => {
    expect(refusalOf(404, null)).toMatchObject({ status: 404, detail: 'La demande est refusée.', errors: [] });
  });
});
