import { lines, onDay, onDayAndHour, path, said, several, titled } from './facts.ts';
import type { Facts, WordsOf } from './words.ts';

/** Opens the opinion with « approuver » chosen: looking gives nothing, the button does. */
const opinion = (facts: Facts) => ({
  path: path('/comite/dossiers/', facts, 'caseId', '/avis?recommandation=approve'),
  label: 'Donner mon avis',
});

const seen = (facts: Facts) => ({ path: path('/comite/dossiers/', facts, 'caseId'), label: 'Ouvrir le dossier' });

/** What members of a committee hear of their cases. */
export const caseWords: WordsOf<
  | 'case.opened'
  | 'case.assigned'
  | 'case.reminder'
  | 'case.escalated'
  | 'case.overdue'
  | 'case.urgent'
  | 'case.objection'
> = {
  'case.opened': (facts) => ({
    title: `À examiner : ${titled(facts)}`,
    lines: ['Un dossier attend votre avis.'],
    link: opinion(facts),
    isForYou: true,
  }),
  'case.assigned': (facts) => ({
    title: `Un dossier vous est confié : ${titled(facts)}`,
    lines: ['Vous êtes la personne qui le lit en premier.'],
    link: opinion(facts),
    isForYou: true,
  }),
  'case.reminder': (facts) => ({
    title: `Votre avis débloquerait : ${titled(facts)}`,
    lines: lines(`Ouvert ${onDay(facts, 'openedAt')}, ce dossier n’est pas encore décidé. Il lui manque :`),
    points: several(facts, 'missing'),
    link: opinion(facts),
    isForYou: true,
  }),
  'case.escalated': (facts) => ({
    title: `Sans avis : ${titled(facts)}`,
    lines: [`Ouvert ${onDay(facts, 'openedAt')}, ce dossier n’a reçu aucun avis : à la présidence de le relancer.`],
    points: several(facts, 'missing'),
    link: seen(facts),
    isForYou: true,
  }),
  'case.overdue': (facts) => ({
    title: `Urgence dépassée : ${titled(facts)}`,
    lines: ['Le délai de la procédure d’urgence est passé sans décision. Il manque encore :'],
    points: several(facts, 'missing'),
    link: seen(facts),
    isForYou: true,
  }),
  'case.urgent': (facts) => ({
    title: `Urgent, votre avis : ${titled(facts)}`,
    lines: lines(`À rendre avant ${onDayAndHour(facts, 'deadline')}.`, said(facts, 'reason')),
    link: opinion(facts),
    isForYou: true,
  }),
  'case.objection': (facts) => ({
    title: `Objection : ${titled(facts)}`,
    lines: lines('Un membre s’oppose à une décision par les seuls avis : la prochaine séance en décidera.'),
    points: lines(said(facts, 'reason')),
    link: seen(facts),
  }),
};
