import { lines, path, said, several, titled } from './facts.ts';
import type { Facts, WordsOf } from './words.ts';

const sources = { path: '/veille/sources', label: 'Voir les sources' };
const item = (facts: Facts) => ({ path: path('/veille/informations/', facts, 'itemId'), label: 'Voir l’information' });
const named = (facts: Facts) => `« ${said(facts, 'name') || 'Une source'} »`;

/** What those who watch hear of their sources, of the words that they asked for, and of what they chose. */
export const watchWords: WordsOf<
  | `source.${'failing' | 'recovered' | 'silent' | 'speaking' | 'quarantined'}`
  | `item.${'matched' | 'published' | 'changes-requested' | 'declined'}`
> = {
  'source.failing': (facts) => ({
    title: `La source ${named(facts)} ne répond plus`,
    lines: lines(
      said(facts, 'error'),
      'Elle reste relevée, de moins en moins souvent ; rien de ce qu’elle publie n’est perdu.',
    ),
    link: sources,
    isForYou: true,
  }),
  'source.recovered': (facts) => ({ title: `La source ${named(facts)} répond de nouveau`, lines: [], link: sources }),
  'source.silent': (facts) => ({
    title: `La source ${named(facts)} ne publie plus`,
    lines: ['Elle n’annonce rien depuis plus longtemps que prévu.'],
    link: sources,
  }),
  'source.speaking': (facts) => ({ title: `La source ${named(facts)} publie de nouveau`, lines: [], link: sources }),
  'source.quarantined': (facts) => ({
    title: `La source ${named(facts)} est en quarantaine`,
    lines: lines(said(facts, 'reason')),
    link: sources,
    isForYou: true,
  }),
  'item.matched': (facts) => ({
    title: `Veille : ${several(facts, 'keywords').join(', ') || 'vos alertes'}`,
    lines: [`${named(facts)} annonce :`],
    points: several(facts, 'titles'),
    link: { path: '/veille', label: 'Ouvrir la veille' },
  }),
  'item.published': (facts) => ({
    title: `Publiée : ${titled(facts)}`,
    lines: ['Le comité éditorial a retenu ce que vous aviez choisi.'],
    link: item(facts),
  }),
  'item.changes-requested': (facts) => ({
    title: `À reprendre : ${titled(facts)}`,
    lines: ['Le comité éditorial demande des changements.'],
    points: several(facts, 'reasons'),
    link: item(facts),
    isForYou: true,
  }),
  'item.declined': (facts) => ({
    title: `Non retenue : ${titled(facts)}`,
    lines: ['Le comité éditorial n’a pas retenu ce que vous aviez choisi.'],
    points: several(facts, 'reasons'),
    link: item(facts),
  }),
};
