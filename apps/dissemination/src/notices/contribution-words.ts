import { lines, path, several, titled } from './facts.ts';
import type { Facts, WordsOf } from './words.ts';

const followed = (facts: Facts, label = 'Suivre la contribution') => ({
  path: path('/contributions/', facts, 'contributionId'),
  label,
});

const framed = (facts: Facts, label: string) => ({ path: path('/animation/cadrage/', facts, 'contributionId'), label });

/** Each step of a contribution, for its author, its network, and those on whom it waits. */
export const contributionWords: WordsOf<
  | 'contribution.to-frame'
  | 'contribution.to-agree'
  | 'contribution.endorsed'
  | 'contribution.returned'
  | 'contribution.reframed'
  | 'contribution.published'
  | 'contribution.changes_requested'
  | 'contribution.declined'
> = {
  'contribution.to-frame': (facts) => ({
    title: `À cadrer : ${titled(facts)}`,
    lines: [
      'Cette contribution est arrivée dans votre réseau : lisez-la, puis transmettez-la au comité ou renvoyez-la.',
    ],
    link: framed(facts, 'Cadrer la contribution'),
    isForYou: true,
  }),
  'contribution.to-agree': (facts) => ({
    title: `Votre accord est attendu : ${titled(facts)}`,
    lines: ['Cette contribution nomme votre réseau comme coproducteur : dites si vous êtes d’accord.'],
    link: framed(facts, 'Donner mon accord'),
    isForYou: true,
  }),
  'contribution.endorsed': (facts) => ({
    title: `Transmise au comité : ${titled(facts)}`,
    lines: ['La personne qui anime votre réseau l’a transmise au comité éditorial, qui va l’examiner.'],
    link: followed(facts),
  }),
  'contribution.returned': (facts) => ({
    title: `À reprendre : ${titled(facts)}`,
    lines: ['La personne qui anime votre réseau vous la renvoie. Complétez-la, puis renvoyez-la.'],
    points: several(facts, 'reasons'),
    link: followed(facts, 'Reprendre la contribution'),
    isForYou: true,
  }),
  'contribution.reframed': (facts) => ({
    title: `Cadrage précisé : ${titled(facts)}`,
    lines: lines(
      'La personne qui anime votre réseau a précisé comment elle est classée. Ce que dit la ressource reste le vôtre.',
    ),
    link: followed(facts),
  }),
  'contribution.published': (facts) => ({
    title: `Publiée : ${titled(facts)}`,
    lines: [
      'Le comité éditorial l’a retenue. Merci ! Celles et ceux qui suivent ces sujets la reçoivent dès maintenant.',
    ],
    link: { path: path('/ressources/', facts, 'contributionId'), label: 'Voir la ressource' },
  }),
  'contribution.changes_requested': (facts) => ({
    title: `À compléter : ${titled(facts)}`,
    lines: ['Le comité éditorial demande des compléments avant de la publier.'],
    points: several(facts, 'reasons'),
    link: followed(facts, 'Compléter la contribution'),
    isForYou: true,
  }),
  'contribution.declined': (facts) => ({
    title: `Non retenue : ${titled(facts)}`,
    lines: ['Le comité éditorial ne l’a pas retenue. Voici pourquoi.'],
    points: several(facts, 'reasons'),
    link: followed(facts),
  }),
};
