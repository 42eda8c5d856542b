import { describe, expect, it } from 'vitest';
import { extractCitations } from './extract-citations.ts';

const keysOf = (text: string) => extractCitations(text).map(({ key }) => key);

describe('What a text cites', () => {
  it.each([
    ['Vu l’article L. 612-4 du code de commerce', ['code:commerce/L612-4']],
    ['Les articles L.612-4 et D.612-5 du code de commerce imposent…', ['code:commerce/L612-4', 'code:commerce/D612-5']],
    ['art. L1253-17 à L1253-18 du Code du travail', ['code:travail/L1253-17..L1253-18']],
    ['Code général des impôts : article 238 bis', ['code:cgi/238_bis']],
    ['les articles 200, 238 bis et 978 du CGI', ['code:cgi/200', 'code:cgi/238_bis', 'code:cgi/978']],
    ['Code général des impôts : articles 1407 à 1407 ter', ['code:cgi/1407..1407_ter']],
    ['l’article 10-1 de la loi n° 2000-321 du 12 avril 2000', ['loi:2000-321/10-1']],
    ['l\u2019article\u00a010-1 de la loi n°\u00a02000-321 du 12\u00a0avril\u00a02000', ['loi:2000-321/10-1']],
    ["Loi n°2014-856 du 31 juillet 2014 relative à l'économie sociale et solidaire : article 68", ['loi:2014-856/68']],
    ['LOI no 2024-344 du 15 avril 2024, article 11', ['loi:2024-344/11']],
    ['Décret n°2018-460 relatif au fonds pour le développement de la vie associative', ['decret:2018-460']],
    [
      'décret n° 2024-1152 du 4 décembre 2024 portant application de l’article 11 de la loi n° 2024-344 du 15 avril 2024',
      ['decret:2024-1152', 'loi:2024-344/11'],
    ],
    ['Loi du 1er juillet 1901 relative au contrat d’association', ['loi:1901-07-01']],
    ['l’article 5 de la loi 1901', ['loi:1901-07-01/5']],
    ['décret du 16 août 1901', ['decret:1901-08-16']],
    ['arrêté du 2 juin 2009 portant sur les obligations de publicité des comptes annuels', ['arrete:2009-06-02']],
    ['Instruction du 2 mars 2023 — NOR : MENV2306862J', ['instruction:2023-03-02', 'nor:MENV2306862J']],
    ['https://www.legifrance.gouv.fr/eli/loi/2014/7/31/ERNX1315311L/jo/texte', ['eli:loi/2014/7/31/ERNX1315311L']],
    ['https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000049418388', ['lf:JORFTEXT000049418388']],
    ['BOI-IR-RICI-250-20 et BOI-IF-TFB-10-50-30-20120912', ['boi:BOI-IR-RICI-250-20', 'boi:BOI-IF-TFB-10-50-30']],
    ['décision ECLI:FR:CC:2012:2012.270.QPC.', ['ECLI:FR:CC:2012:2012.270.QPC']],
    ['article 13 du règlement (UE) 2016/679 (RGPD)', ['eu:reglement:2016/679/13']],
    ['CE, 11 mars 2015, n° 368624', ['ce:368624']],
    ['code de la santé publique, notamment ses articles L. 3334-1 à L. 3334-2', ['code:csp/L3334-1..L3334-2']],
    ['Le budget 2024-2025 (délibération interne, lot n° 12) au 31 juillet 2024', []],
    ['Référence interne ABCD1234567E, salle L. 12, article de presse du 3 mai', []],
    // Beyond the usual ways.
    ['l’article premier de la loi du 1er juillet 1901', ['loi:1901-07-01/1']],
    ['décrets nos 2017-908 et 2017-1057', ['decret:2017-908', 'decret:2017-1057']],
    ['l’article 21 du code civil local d’Alsace-Moselle', ['code:civil-local/21']],
    ['l’article 244 quater B du code général des impôts', ['code:cgi/244_quater_B']],
    ['Cass. soc., 5 mai 2021, n° 19-24.650', ['cass:19-24.650']],
    ['l’article 30 du RGPD', ['eu:reglement:2016/679/30']],
    ['L’ARTICLE L. 3142-54-1 DU CODE DU TRAVAIL', ['code:travail/L3142-54-1']],
  ])('« %s »', (text, keys) => {
    expect(keysOf(text)).toEqual(keys);
  });

  it('is found where it stands, and weak when its date alone names it', () => {
    const text = 'Voir l’arrêté du 2 juin 2009, et l’article\u00a05 de la loi 1901.';
    const [order, article] = extractCitations(text);
    expect(order).toMatchObject({ key: 'arrete:2009-06-02', weak: true, match: 'arrêté du 2 juin 2009' });
    expect(article).toMatchObject({ weak: false, match: 'article\u00a05 de la loi 1901' });
    expect(text.slice(article?.start, article?.end)).toBe(article?.match);
  });

  it.each([
    [
      'L’article L. 1 du code du travail et l’article L. 2 du même code',
      [
        ['code:travail/L1', false],
        ['code:travail/L2', true],
      ],
    ],
    [
      'Le décret n° 2017-908 du 6 mai 2017. L’article 3 dudit décret',
      [
        ['decret:2017-908', false],
        ['decret:2017-908/3', true],
      ],
    ],
    ['L’article L. 1 du code du travail.\nL’article L. 2 du même code', [['code:travail/L1', false]]],
    ['L’article L. 2 du même code', []],
  ])('by what stands before it in its paragraph is weak: « %s »', (text, expected) => {
    expect(extractCitations(text).map(({ key, weak }) => [key, weak])).toEqual(expected);
  });

  it.each([
    [
      'legal prose',
      'Vu les articles L. 612-4 et D. 612-5 du code de commerce, la loi n° 2014-856 du 31 juillet 2014 ; ',
    ],
    ['articles without end', 'article 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, '],
    ['numbers', '1 '],
    ['laws that name nothing', 'loi organique ministérielle du '],
    ['letters', 'L. R. D. A. '],
    ['one word', 'a'],
    ['spaces', ' '],
  ])('costs no more than its length, made of %s (G19)', (_, piece) => {
    const start = performance.now();
    for (let part = 0; part < 5; part += 1) extractCitations(piece.repeat(200_000 / piece.length));
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
