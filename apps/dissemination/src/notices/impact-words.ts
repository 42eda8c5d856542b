import { lines, onDay, path, said, titled } from './facts.ts';
import type { Facts, WordsOf } from './words.ts';

const judged = (facts: Facts) => ({ path: path('/comite/textes/', facts, 'impactId'), label: 'Voir ce qui change' });
const text = (facts: Facts): string => said(facts, 'text') || 'Un texte officiel';
const from = (facts: Facts): string =>
  said(facts, 'effectiveAt') ? `Prend effet ${onDay(facts, 'effectiveAt')}.` : '';

const outcomes: Readonly<Record<string, string>> = {
  'no-effect': 'Le comité a jugé que la ressource reste juste.',
  'new-version': 'La nouvelle version y répond.',
};

/** What those who keep a resource, and the committee, hear when a legal text that it cites changes. */
export const impactWords: WordsOf<`impact.${'found' | 'closed' | 'due'}`> = {
  'impact.found': (facts) => ({
    title: `Un texte cité change : ${titled(facts)}`,
    lines: lines(
      text(facts),
      from(facts),
      said(facts, 'level') === 'certain'
        ? 'Il modifie un texte que la ressource cite. Rien n’est encore signalé au public.'
        : 'Il semble modifier un texte que la ressource cite. Rien n’est encore signalé au public.',
    ),
    link: judged(facts),
    isForYou: true,
  }),
  'impact.closed': (facts) => ({
    title: `Changement de texte jugé : ${titled(facts)}`,
    lines: lines(text(facts), outcomes[said(facts, 'outcome')] ?? '', said(facts, 'reason')),
    link: judged(facts),
  }),
  'impact.due': (facts) => ({
    title: `Un texte cité change bientôt : ${titled(facts)}`,
    lines: lines(text(facts), from(facts), 'Personne n’a encore dit ce que ce changement fait à la ressource.'),
    link: judged(facts),
    isForYou: true,
  }),
};
