import { lines, onDay, said, titled } from './facts.ts';
import type { WordsOf } from './words.ts';

const week = { path: '/animation', label: 'Voir ce qui m’attend' };

/** What facilitators and operators hear of networks, their plans and their directory; and who asked to join. */
export const networkWords: WordsOf<
  'plan.due-soon' | 'plan.overdue' | 'network.asked' | 'network.refused' | 'atlas.opted-out'
> = {
  'plan.due-soon': (facts) => ({
    title: `Bientôt attendu : ${titled(facts)}`,
    lines: [`Votre réseau s’est engagé à contribuer avant ${onDay(facts, 'dueAt')}.`],
    link: week,
    isForYou: true,
  }),
  'plan.overdue': (facts) => ({
    title: `En retard : ${titled(facts)}`,
    lines: [`Votre réseau s’était engagé à contribuer avant ${onDay(facts, 'dueAt')}.`],
    link: week,
    isForYou: true,
  }),
  'network.asked': (facts) => ({
    title: `Un réseau demande à rejoindre Essaim : ${said(facts, 'name')}`,
    lines: [`Sa demande attend votre réponse (référence : ${said(facts, 'requestId')}).`],
    isForYou: true,
  }),
  'network.refused': (facts) => ({
    title: `Votre demande pour ${said(facts, 'name')}`,
    lines: lines('Les personnes qui exploitent Essaim n’ont pas pu y donner suite.', said(facts, 'reason')),
    link: { path: '/reseaux', label: 'Voir les réseaux' },
  }),
  'atlas.opted-out': (facts) => ({
    title: `Coordonnées retirées de l’annuaire : ${said(facts, 'name')}`,
    lines: ['La personne concernée a demandé que ses coordonnées ne soient plus montrées : elles ne le sont plus.'],
    link: { path: '/atlas', label: 'Voir l’annuaire' },
  }),
};
