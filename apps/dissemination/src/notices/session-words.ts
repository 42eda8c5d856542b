import { onDayAndHour, path, titled } from './facts.ts';
import type { Facts, WordsOf } from './words.ts';

const seen = (facts: Facts) => ({ path: path('/comite/seances/', facts, 'sessionId'), label: 'Voir la séance' });

/** What members of a committee hear of its sessions. */
export const sessionWords: WordsOf<'session.planned' | 'session.moved' | 'session.cancelled'> = {
  'session.planned': (facts) => ({
    title: `Séance ${onDayAndHour(facts, 'startsAt')}`,
    lines: [`${titled(facts)} : votre comité se réunit.`],
    link: seen(facts),
  }),
  'session.moved': (facts) => ({
    title: `Séance modifiée : ${titled(facts)}`,
    lines: [`Elle se tient désormais ${onDayAndHour(facts, 'startsAt')}.`],
    link: seen(facts),
  }),
  'session.cancelled': (facts) => ({
    title: `Séance annulée : ${titled(facts)}`,
    lines: [
      `Elle devait se tenir ${onDayAndHour(facts, 'startsAt')}. Ce qui était à son ordre du jour passe à la suivante.`,
    ],
    link: seen(facts),
  }),
};
