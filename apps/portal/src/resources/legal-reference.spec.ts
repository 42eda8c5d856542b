import { describe, expect, it } from 'vitest';
import { legalReference } from './legal-reference.ts';

const plain = (key: string): readonly [string, string | null] => {
  const { label, url } = legalReference(key);
  return [label.replaceAll('\u00a0', ' '), url];
};
const legifrance = 'https://www.legifrance.gouv.fr';

describe('A cited text', () => {
  it.each([
    ['code:travail/L3142-54-1', 'Article L. 3142-54-1 du code du travail', '/codes/texte_lc/LEGITEXT000006072050'],
    ['code:cgi/238_bis', 'Article 238 bis du code général des impôts', '/codes/texte_lc/LEGITEXT000006069577'],
    [
      'code:cgi/1407..1407_ter',
      'Articles 1407 à 1407 ter du code général des impôts',
      '/codes/texte_lc/LEGITEXT000006069577',
    ],
    ['code:commerce/D612-5', 'Article D. 612-5 du code de commerce', '/codes/texte_lc/LEGITEXT000005634379'],
    [
      'code:cgct/LO1112-1',
      'Article L.O. 1112-1 du code général des collectivités territoriales',
      '/codes/texte_lc/LEGITEXT000006070633',
    ],
    ['code:lpf', 'Livre des procédures fiscales', '/codes/texte_lc/LEGITEXT000006069583'],
    ['loi:1901-07-01/5', 'Article 5 de la loi du 1er juillet 1901', '/loda/id/LEGITEXT000006069570'],
    ['decret:1901-08-16', 'Décret du 16 août 1901', '/loda/id/LEGITEXT000006069620'],
    ['loi:2024-344/11', 'Article 11 de la loi n° 2024-344', '/jorf/id/JORFTEXT000049418388'],
    ['eli:loi/2014/7/31/ERNX1315311L', 'Texte loi/2014/7/31/ERNX1315311L', '/eli/loi/2014/7/31/ERNX1315311L/jo/texte'],
    ['lf:JORFTEXT000049418388', 'Texte JORFTEXT000049418388', '/jorf/id/JORFTEXT000049418388'],
  ])('%s is « %s », on Légifrance', (key, label, path) => {
    expect(plain(key)).toEqual([label, legifrance + path]);
  });

  it('of the European Union is on its own site', () => {
    expect(plain('eu:reglement:2016/679/30')).toEqual([
      'Article 30 du règlement (UE) 2016/679',
      'https://data.europa.eu/eli/reg/2016/679/oj',
    ]);
  });

  it.each([
    ['loi:2000-321/10-1', 'Article 10-1 de la loi n° 2000-321'],
    ['arrete:2009-06-02', 'Arrêté du 2 juin 2009'],
    ['arrete:2009-06-02/3', 'Article 3 de l’arrêté du 2 juin 2009'],
    ['deliberation:2026-042', 'Délibération n° 2026-042'],
    ['nor:MENV2306862J', 'Texte NOR MENV2306862J'],
    ['boi:BOI-IR-RICI-250-20', 'Bulletin officiel des finances publiques, BOI-IR-RICI-250-20'],
    ['lf:LEGIARTI000033938748', 'Texte LEGIARTI000033938748'],
    ['ECLI:FR:CC:2012:2012.270.QPC', 'Décision ECLI:FR:CC:2012:2012.270.QPC'],
    ['ce:368624', 'Conseil d’État, n° 368624'],
    ['code:unheard-of/L1', 'code:unheard-of/L1'],
    ['whatever', 'whatever'],
  ])('%s is named « %s », without an address that would be guessed', (key, label) => {
    expect(plain(key)).toEqual([label, null]);
  });

  it.each(['eu:reglement:../../x/1', 'lf:JORFTEXT1/../..'])('%s makes no address', (key) => {
    expect(legalReference(key).url).toBeNull();
  });
});
