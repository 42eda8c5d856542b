import { describe, expect, it } from 'vitest';
import { creationOf, heldValue, patchOf } from './content.ts';
import { dayOf, momentOf } from './days.ts';
import { allFields, type Field, fieldAt, stepAfter, stepOf, steps } from './fields.ts';

const field = (name: string): Field => allFields.find((one) => one.name === name) as Field;
const some = (...names: string[]) => names.map(field);

describe('What a form asks the API', () => {
  it('is an edit: what was emptied is taken away, lists are whole', () => {
    const sent = {
      title: ' Guide ',
      summary: '',
      themes: ['rgpd', 'rgpd', 'emploi'],
      howToUse: 'Lire.\r\n\r\n Relire. ',
    };
    expect(patchOf(some('title', 'summary', 'themes', 'howToUse', 'audiences'), sent)).toEqual({
      title: 'Guide',
      summary: null,
      themes: ['rgpd', 'emploi'],
      howToUse: ['Lire.', 'Relire.'],
      audiences: null,
    });
  });

  it('leaves a group out of which only what was proposed is filled in', () => {
    const test = some('fieldTest.testedIn', 'fieldTest.verdict');
    expect(patchOf(test, { 'fieldTest.testedIn': '', 'fieldTest.verdict': 'inspiration' })).toEqual({
      fieldTest: null,
    });
    expect(patchOf(test, { 'fieldTest.testedIn': ['DEP-33', ''], 'fieldTest.verdict': 'inspiration' })).toEqual({
      fieldTest: { testedIn: ['DEP-33'], verdict: 'inspiration' },
    });
  });

  it('gives a link without words those of the resource, and forgets empty rows', () => {
    const sent = { 'links.url': ['https://a.example', ''], 'links.title': ['', ''] };
    expect(patchOf(some('links'), sent, 'Guide')).toEqual({ links: [{ url: 'https://a.example', title: 'Guide' }] });
  });

  it('says nothing of what is empty when it creates', () => {
    const sent = { title: 'Guide', 'observation.period': '2025', 'observation.method': '' };
    expect(creationOf(some('title', 'summary', 'observation.period', 'observation.method'), sent)).toEqual({
      title: 'Guide',
      observation: { period: '2025' },
    });
  });

  it('is shown again as it was given', () => {
    const content = { howToUse: ['Lire.', 'Relire.'], expiresAt: '2026-06-30T21:59:59Z', sponsor: 'n1' };
    expect(some('howToUse', 'expiresAt', 'sponsor').map((one) => heldValue(one, content))).toEqual([
      'Lire.\nRelire.',
      '2026-06-30',
      ['n1'],
    ]);
  });
});

describe('A day in Paris', () => {
  it.each([
    ['2026-01-15', false, '2026-01-15T00:00:00+01:00'],
    ['2026-07-15', true, '2026-07-15T23:59:59+02:00'],
    ['2026-03-29', true, '2026-03-29T23:59:59+02:00'],
    ['2026-10-25', true, '2026-10-25T23:59:59+01:00'],
  ])('%s, its end: %s, is %s', (day, isEnd, moment) => {
    expect(momentOf(day, isEnd)).toBe(moment);
    expect(dayOf(moment)).toBe(day);
  });

  it('leaves to the API what is no day', () => {
    expect(momentOf('demain', true)).toBe('demain');
  });
});

describe('The steps', () => {
  it('know where a pointer of the API is said', () => {
    expect(fieldAt('/territories/0')?.name).toBe('territories');
    expect(fieldAt('/observation')?.name).toBe('observation.period');
    expect(fieldAt('/observation/method')?.name).toBe('observation.method');
    expect([stepOf('/licence')?.slug, stepOf('/files/0/textAlternative')?.slug, stepOf('/nothing')]).toEqual([
      'partage',
      'contenu',
      undefined,
    ]);
  });

  it('end with reading it again', () => {
    expect(steps.map(({ slug }) => stepAfter(slug))).toEqual(['contenu', 'public', 'territoires', 'partage', 'relire']);
  });
});
