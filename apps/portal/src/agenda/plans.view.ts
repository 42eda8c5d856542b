import { cadences, families, regimes } from '#taxonomy';
import { counted, frenchDate, spaced } from '../pages/french.ts';

/** A commitment, as the API tells it to its network. */
export interface Plan {
  readonly id: string;
  readonly network: string;
  readonly title: string;
  readonly family: string | null;
  readonly regime: string;
  readonly cadence: string;
  readonly dueAt: string;
  readonly note: string | null;
  readonly status: 'open' | 'closed';
  readonly stage: 'due-soon' | 'overdue' | null;
  readonly fulfilments: readonly unknown[];
}

/** Open ones, the first due first; then those that are over. Without a path nobody may change them here. */
export const planGroups = (plans: readonly Plan[], path: string | null) => {
  const line = planLine(path);
  const open = plans.filter(({ status }) => status === 'open').toSorted((a, b) => a.dueAt.localeCompare(b.dueAt));
  const closed = plans.filter(({ status }) => status === 'closed').toSorted((a, b) => b.dueAt.localeCompare(a.dueAt));
  return [
    { heading: 'En cours', plans: open.map(line) },
    { heading: 'Tenus ou clos', plans: closed.map(line) },
  ].filter((group) => group.plans.length > 0);
};

const planLine = (path: string | null) => (plan: Plan) => {
  const { id, title, family, regime, cadence, note, status, fulfilments } = plan;
  const isOpen = status === 'open';
  return {
    title: spaced(title),
    path: path && `${path}/${encodeURIComponent(id)}`,
    state: stateOf(plan),
    cadence: cadences.label(cadence),
    regime: regimes.label(regime).toLowerCase(),
    family: family && families.label(family),
    note: note && spaced(note),
    given: fulfilments.length ? counted(fulfilments.length, 'contribution reçue', 'contributions reçues') : null,
    closePath: path && `${path}/${encodeURIComponent(id)}/etat`,
    nextStatus: isOpen ? 'closed' : 'open',
    closeLabel: isOpen ? 'Clore' : 'Rouvrir',
  };
};

const stateOf = ({ status, stage, dueAt }: Plan): string => {
  if (status === 'closed') return 'Clos';
  if (stage === 'overdue') return `En retard, attendu le ${frenchDate(dueAt)}`;
  return `Attendu le ${frenchDate(dueAt)}`;
};
