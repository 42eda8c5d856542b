import { frenchList, sectors } from '#taxonomy';
import type { NetworkNames } from '../committee/opinion-line.view.ts';
import { counted, frenchDate } from '../pages/french.ts';
import type { CommitteeFacts } from './committees.ts';

const competence = ({ kind, territories, sector }: CommitteeFacts): string => {
  if (kind === 'territorial') return `Les ressources de : ${frenchList(territories)}.`;
  if (kind === 'sectoral') return `Les ressources du secteur : ${sectors.label(sector ?? '')}.`;
  return 'Les ressources nationales, et celles qu’aucun autre comité n’examine.';
};

const mandates = {
  deconcentrated: 'Par délégation : le comité dont il dépend peut reprendre un dossier.',
  decentralised: 'Il décide seul : le comité dont il dépend peut seulement refuser le label.',
} as const;

/** Who sits, college by college: networks, never people. */
export const committeeView = (facts: CommitteeFacts, all: readonly CommitteeFacts[], names: NetworkNames) => ({
  id: facts.id,
  name: facts.name,
  competence: competence(facts),
  mandate: facts.mandate && mandates[facts.mandate],
  parent: all.find(({ id }) => id === facts.parent)?.name,
  editPath: `/exploitation/comites/${encodeURIComponent(facts.id)}`,
  isOpenToAll: facts.seats === null,
  count: facts.seats && counted(facts.seats.length, 'siège', 'sièges'),
  colleges: byCollege(facts.seats ?? [], names),
});

const byCollege = (seats: NonNullable<CommitteeFacts['seats']>, names: NetworkNames) => {
  const groups = Map.groupBy(seats, ({ collegeLabel }) => collegeLabel);
  return [...groups].map(([college, own]) => ({
    college,
    seats: own.map(({ network, termEndsAt }) => ({
      network: names.get(network) ?? 'Réseau inconnu',
      until: termEndsAt && frenchDate(termEndsAt),
    })),
  }));
};
