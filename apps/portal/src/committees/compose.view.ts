import { colleges, sectors } from '#taxonomy';
import { toParis } from '../forms/moments.ts';
import { formErrors } from '../forms/refused.ts';
import { newFormKey } from '../forms/step.ts';
import { territoriesInWords, textOf } from '../forms/submitted.ts';
import type { Refusal } from '../sign-in/acting-api.ts';
import type { Candidate, CommitteeFacts } from './committees.ts';

const spare = 4;
const most = 60;

interface Shown {
  /** Null: a new one. */
  readonly committee: CommitteeFacts | null;
  readonly all: readonly CommitteeFacts[];
  readonly candidates: readonly Candidate[];
  readonly etag: string;
  readonly form?: unknown;
  readonly refusal?: Refusal;
}

interface SeatRow {
  readonly id: string;
  readonly college: string;
  readonly holder: string;
  readonly deputy: string;
  readonly until: string;
}

/** Who would hold a seat, for which network: one value of a list. */
const seatHolder = ({ person, network }: { person?: string | undefined; network: string }): string =>
  person ? `${network}|${person}` : '';

const rowsOf = ({ committee, form }: Shown): SeatRow[] => {
  if (form) {
    const count = Math.min(most, Number(textOf(form, 'count')) || 0);
    return Array.from({ length: count }, (_, n) => {
      const value = (name: string) => textOf(form, `${name}-${n}`);
      return {
        id: value('id'),
        college: value('college'),
        holder: value('holder'),
        deputy: value('deputy'),
        until: value('until'),
      };
    });
  }
  const seats = (committee?.seats ?? []).map(({ id, college, network, person, deputy, termEndsAt }) => ({
    id,
    college,
    holder: seatHolder({ person, network }),
    deputy: deputy ? seatHolder({ person: deputy, network }) : '',
    until: termEndsAt ? toParis(termEndsAt).slice(0, 10) : '',
  }));
  const empty = { id: '', college: '', holder: '', deputy: '', until: '' };
  return [...seats, ...Array.from({ length: Math.max(spare, 5 - seats.length) }, () => empty)].slice(0, most);
};

const select = (terms: readonly { id: string; label: string }[], chosen: string, none: string) => [
  { value: '', label: none, isChosen: chosen === '' },
  ...terms.map(({ id, label }) => ({ value: id, label, isChosen: id === chosen })),
];

const kinds = [
  { id: 'territorial', label: 'Territorial' },
  { id: 'sectoral', label: 'Sectoriel' },
];
const mandates = [
  { id: 'deconcentrated', label: 'Par délégation (déconcentré)' },
  { id: 'decentralised', label: 'Autonome (décentralisé)' },
];

const fields = ['name', 'kind', 'territories', 'sector', 'mandate', 'parent', 'seats', 'chair'];

export const composeView = (shown: Shown) => {
  const { committee, all, candidates, etag, form, refusal } = shown;
  const given = (name: string, before: string) => (form ? textOf(form, name) : before);
  const people = candidates.map((one) => ({ id: seatHolder(one), label: `${one.name} (${one.networkName})` }));
  const persons = candidates.map(({ person, name }) => ({ id: person, label: name }));
  const title = committee ? `Modifier : ${committee.name}` : 'Créer un comité';
  return {
    title,
    isHidden: true,
    breadcrumb: [{ label: 'Comités éditoriaux', path: '/comites' }, { label: title }],
    action: `/exploitation/comites/${committee ? encodeURIComponent(committee.id) : 'nouveau'}`,
    etag,
    key: newFormKey(),
    ...formErrors(refusal, fields),
    name: given('name', committee?.name ?? ''),
    isNew: committee === null,
    hasCompetence: committee?.kind !== 'national',
    kinds: kinds.map(({ id, label }) => ({ value: id, label, isChosen: id === given('kind', 'territorial') })),
    territories: given('territories', territoriesInWords(committee?.territories ?? [])),
    sectors: select(sectors.terms, given('sector', committee?.sector ?? ''), 'Aucun'),
    mandates: select(mandates, given('mandate', committee?.mandate ?? 'deconcentrated'), 'Aucun').slice(1),
    parents: select(
      all.filter(({ id }) => id !== committee?.id).map(({ id, name }) => ({ id, label: name })),
      given('parent', committee?.parent ?? 'national'),
      'Aucun',
    ),
    chairs: select(persons, given('chair', committee?.chair ?? ''), 'N’importe quel membre'),
    wasOpenToAll: committee?.seats === null,
    rows: rowsOf(shown).map((row, n) => ({
      n,
      number: n + 1,
      id: row.id,
      colleges: select(colleges.terms, row.college, 'Siège vide'),
      holders: select(people, row.holder, 'Personne'),
      deputies: select(people, row.deputy, 'Personne'),
      until: row.until,
    })),
    count: rowsOf(shown).length,
  };
};
