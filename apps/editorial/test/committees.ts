import type { Committee, Seat } from '../src/committees/committee.ts';

let seats = 0;
/** A seat that nobody else holds, without a term. */
export const aSeat = (given: Partial<Seat> = {}): Seat => {
  seats += 1;
  return {
    id: `seat-${seats}`,
    college: 'etat',
    network: `network-${seats}`,
    person: `person-${seats}`,
    deputy: null,
    termStartsAt: null,
    termEndsAt: null,
    ...given,
  };
};

export const fiveColleges = ['etat', 'associatif', 'partenaire-local', 'reseau-partenaire', 'expert'] as const;

/** A territorial committee that answers to the national one, with one seat of each college. */
export const aCommitteeOf = (given: Partial<Committee> = {}): Committee => ({
  _id: 'committee-1',
  v: 1,
  name: 'Comité des Hauts-de-France',
  kind: 'territorial',
  territories: ['REG-32'],
  sector: null,
  mandate: 'deconcentrated',
  parent: 'national',
  seats: fiveColleges.map((college) => aSeat({ college })),
  chair: null,
  ...given,
});
