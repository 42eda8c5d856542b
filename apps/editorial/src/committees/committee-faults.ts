import type { FieldError, Localised } from '#platform';
import { colleges } from '#taxonomy';
import { ancestorsOf, type Committee, holdersOf, missingColleges, nationalCommittee } from './committee.ts';

type Composed = Pick<Committee, '_id' | 'kind' | 'territories' | 'sector' | 'seats' | 'parent' | 'chair'>;

/** All that makes it no committee, among the others that there are. */
export const committeeFaults = (committee: Composed, all: readonly Committee[]): FieldError[] => [
  ...jurisdictionFaults(committee),
  ...(committee.seats ? seatFaults(committee, committee.seats) : []),
  ...parentFaults(committee, all),
];

export const fault = (pointer: string, code: string, detail: Localised): FieldError => ({ pointer, code, detail });

const jurisdictionFaults = ({ kind, territories, sector }: Composed): FieldError[] => {
  const detail = { fr: 'Dites pour quoi ce comité est compétent.', en: 'Say what it is competent for.' };
  if (kind === 'territorial' && territories.length === 0) return [fault('/territories', 'required', detail)];
  return kind === 'sectoral' && !sector ? [fault('/sector', 'required', detail)] : [];
};

const seatFaults = ({ chair }: Composed, seats: NonNullable<Composed['seats']>): FieldError[] => {
  const faults = missingColleges(seats).map((college) => {
    const label = colleges.label(college);
    return fault('/seats', `missing-college-${college}`, {
      fr: `Un comité a toujours au moins un siège du collège « ${label} ».`,
      en: `A committee always has at least one seat of the college “${label}”.`,
    });
  });
  const holders = seats.flatMap(holdersOf);
  const isTwice = (values: readonly string[]) => new Set(values).size < values.length;
  if (isTwice(holders)) {
    faults.push(fault('/seats', 'two-seats', { fr: 'Une personne tient un seul siège.', en: 'One seat per person.' }));
  }
  if (isTwice(seats.map(({ id }) => id))) {
    faults.push(fault('/seats', 'same-seat', { fr: 'Deux sièges ont le même identifiant.', en: 'Two seats, one id.' }));
  }
  if (chair && !holders.includes(chair)) {
    const detail = { fr: 'La présidence tient un siège du comité.', en: 'The chair holds a seat of the committee.' };
    faults.push(fault('/chair', 'no-seat', detail));
  }
  return faults;
};

const parentFaults = ({ _id, parent }: Composed, all: readonly Committee[]): FieldError[] => {
  if (parent === null) {
    const detail = { fr: 'Seul le comité national n’a pas de parent.', en: 'Only the national one has no parent.' };
    return _id === nationalCommittee ? [] : [fault('/parent', 'required', detail)];
  }
  if (!all.some((other) => other._id === parent)) {
    return [fault('/parent', 'unknown-committee', { fr: 'Comité inconnu.', en: 'Unknown committee.' })];
  }
  const above = [parent, ...ancestorsOf(all, parent).map((other) => other._id)];
  return _id === nationalCommittee || above.includes(_id)
    ? [fault('/parent', 'circular', { fr: 'Un comité ne dépend pas de lui-même.', en: 'Circular parent.' })]
    : [];
};
