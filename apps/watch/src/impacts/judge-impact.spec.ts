import { describe, expect, it } from 'vitest';
import { linkedChanges } from '../reading/jorf/jorf-links.ts';
import { judgeImpact } from './judge-impact.ts';
import { ownKeys, readChanges } from './read-changes.ts';
import type { TextChange } from './text-change.ts';

const text = (title: string, said: Partial<Parameters<typeof readChanges>[0]> = {}) => ({
  ...{ title, text: '', legalIds: [] },
  ...said,
});
const change = (target: string, kind: TextChange['kind'] = 'modified', isCertain = true): TextChange => ({
  ...{ target, kind, isCertain },
  effectiveAt: null,
});
const levelOf = (changes: readonly TextChange[], references: readonly string[], own: readonly string[] = []) =>
  judgeImpact(changes, own, references)?.level ?? null;

describe('What a text does to a resource', () => {
  it.each([
    ['certain', 'the article that it cites', change('code:travail/L3142-54-1'), 'code:travail/L3142-54-1'],
    ['certain', 'an article of a range that it cites', change('code:csp/L3334-2'), 'code:csp/L3334-1..L3334-2'],
    ['certain', 'an article of a law that it cites whole', change('loi:2000-321/10'), 'loi:2000-321'],
    ['certain', 'the whole text, by repealing it', change('decret:2001-495', 'repealed'), 'decret:2001-495/2'],
    ['certain', 'what it cites in words', change('loi:1901-07-01/5'), 'article 5 de la loi 1901'],
    [
      'probable',
      'what it cites, as the words of the text say',
      change('loi:2000-321/10', 'modified', false),
      'loi:2000-321/10',
    ],
    ['probable', 'an order that only its date names', change('arrete:2009-06-02'), 'arrete:2009-06-02'],
    [
      'possible',
      'a neighbour of the article that it cites',
      change('code:travail/L3142-55'),
      'code:travail/L3142-54-1',
    ],
    ['possible', 'another article of the law', change('loi:2000-321/3'), 'loi:2000-321/10-1'],
    ['possible', 'the text somewhere', change('decret:2001-495'), 'decret:2001-495/2'],
    [null, 'another part of the code', change('code:travail/L1253-1'), 'code:travail/L3142-54-1'],
    [null, 'another code', change('code:sport/L3142-54-1'), 'code:travail/L3142-54-1'],
    [null, 'an article of another letter', change('code:travail/R3142-54'), 'code:travail/L3142-54'],
    [null, 'nothing that can be told', change('loi:2000-321'), 'quelque chose'],
  ] as const)('is %s when it touches %s', (level, _, one, reference) => {
    expect(levelOf([one], [reference])).toBe(level);
  });

  it('is nothing when it is the text that is cited, unless it is its new version', () => {
    const applied = [change('loi:2024-344/11', 'applied', false)];
    expect(levelOf(applied, ['loi:2024-344/11', 'decret:2024-1152'], ['decret:2024-1152'])).toBeNull();
    const doctrine = ['boi:BOI-IR-RICI-250-20'];
    expect(levelOf([change('boi:BOI-IR-RICI-250-20', 'new-version')], doctrine, doctrine)).toBe('certain');
  });

  it('is told once, by its gravest part and its first day', () => {
    const changes = [
      { ...change('code:travail/L3142-54-1'), effectiveAt: '2024-05-01' },
      { ...change('code:travail/L3142-55'), effectiveAt: '2024-04-17' },
      { ...change('code:travail/L3142-54-1', 'repealed'), effectiveAt: '2024-04-20' },
    ];
    expect(judgeImpact(changes, [], ['code:travail/L3142-54-1', 'loi:1901-07-01'])).toEqual({
      ...{ level: 'certain', kind: 'repealed' },
      keys: ['code:travail/L3142-54-1'],
      effectiveAt: '2024-04-20',
    });
  });
});

describe('What a text says that it changes', () => {
  it.each([
    [
      'in its title',
      text('Arrêté du 14 septembre 2026 modifiant l’arrêté du 2 juin 2009'),
      [change('arrete:2009-06-02', 'modified', false)],
    ],
    [
      'by repealing',
      text('Décret n° 2026-9999 abrogeant le décret n° 2001-495 du 6 juin 2001'),
      [change('decret:2001-495', 'repealed', false)],
    ],
    [
      'by applying',
      text('Décret n° 2024-1152 du 4 décembre 2024 portant application de l’article 11 de la loi n° 2024-344'),
      [change('loi:2024-344/11', 'applied', false)],
    ],
    [
      'in its articles',
      text('LOI n° 2026-1', {
        text: 'Article 1\nL’article L. 3142-54-1 du code du travail est ainsi modifié :\nVu l’article 5 de la loi 1901.\nL’article 7 du code du sport, dans sa rédaction présente, est abrogé.',
      }),
      [change('code:travail/L3142-54-1', 'modified', false), change('code:sport/7', 'repealed', false)],
    ],
    [
      'of itself',
      text('LOI n° 2026-1', { text: 'L’article 3 de la loi n° 2026-1 est abrogé.' }),
      [change('loi:2026-1/3', 'repealed', false)],
    ],
    ['by citing alone', text('Décret n° 2026-2 relatif aux subventions', { text: 'Vu la loi n° 2000-321 ;' }), []],
    [
      'as new doctrine',
      text('IR - Dons', { legalIds: ['boi:BOI-IR-RICI-250-20-20260902'] }),
      [{ ...change('boi:BOI-IR-RICI-250-20', 'new-version'), effectiveAt: '2026-09-02' }],
    ],
  ])('is read %s', (_, said, changes) => {
    expect(readChanges(said)).toEqual(changes);
  });

  it('is what its title begins with, and its identifiers', () => {
    const said = { legalIds: ['lf:JORFTEXT000049418388'], title: 'LOI n° 2024-344 du 15 avril 2024 visant à soutenir' };
    expect(ownKeys(said)).toEqual(['lf:JORFTEXT000049418388', 'loi:2024-344']);
    expect(ownKeys({ title: 'Ce que change la loi n° 2024-344', legalIds: [] })).toEqual([]);
  });

  it('is certain by its typed links, whatever their direction and their words', () => {
    const code = { naturetexte: 'CODE', cidtexte: 'LEGITEXT000006072050', num: 'L3142-54-1', numtexte: '' };
    const links: Record<string, string>[] = [
      { ...code, typelien: 'MODIFIE', sens: 'source', id: 'LEGIARTI000049423618' },
      { ...code, typelien: 'MODIFICATION', sens: 'cible', num: 'L. 3142-55' },
      { ...code, typelien: 'CITATION' },
      { ...code, typelien: 'CREE' },
      { naturetexte: 'DECRET', numtexte: '2001-495', num: '', typelien: 'ABROGE', datesignatexte: '2001-06-06' },
      { naturetexte: 'LOI', numtexte: '2030-1', num: '2', typelien: 'MODIFIE', datesignatexte: '2030-01-01' },
      { naturetexte: 'CODE', cidtexte: 'LEGITEXT000000000000', num: '1', typelien: 'MODIFIE' },
    ];
    expect(linkedChanges(links, '2024-04-15').map(({ target, kind, isCertain }) => [target, kind, isCertain])).toEqual([
      ['code:travail/L3142-54-1', 'modified', true],
      ['code:travail/L3142-55', 'modified', true],
      ['decret:2001-495', 'repealed', true],
    ]);
  });
});
