import { done } from '../api.ts';
import type { Stage } from './stage.ts';

/** Committees with seats of their own, cases that opinions alone do not decide, sessions, and a network that asks to join. */
export const committeesAtWork = async (stage: Stage): Promise<void> => {
  await otherCommittees(stage);
  await declinedInSession(stage);
  await beforeTheNextSession(stage);
  await urgent(stage);
  await sessions(stage);
  const body = {
    name: 'Réseau des foyers ruraux du Littoral (démonstration)',
    ...{ actorType: 'association-federation', networkKind: 'territorial', territories: ['DEP-62'] },
    ...{ message: 'Trente foyers, et des fiches à partager.' },
    contact: { name: 'Anselme Dufay', email: 'anselme.dufay@demo.example' },
  };
  await stage.act('submission', '/network-requests', { body, idempotencyKey: 'demonstration-join' });
};

const seatsOf = (stage: Stage, seats: readonly (readonly [college: string, network: string, person: string])[]) =>
  seats.map(([college, network, slug]) => ({ college, network, person: stage.cast.personId(slug) }));

/** One that the national committee delegated, and one on its own. */
const otherCommittees = async (stage: Stage): Promise<void> => {
  const always = [
    ['etat', 'etat-37', 'karim.benali'],
    ['associatif', 'riva-hdf', 'maelle.duvivier'],
    ['partenaire-local', 'caf-59', 'thierry.wattrelos'],
    ['expert', 'obs-44', 'claire.schneider'],
  ] as const;
  const founded = [
    {
      ...{ name: 'Comité de La Réunion', kind: 'territorial', territories: ['DEP-974'], mandate: 'deconcentrated' },
      seats: seatsOf(stage, [...always, ['reseau-partenaire', 'culture-974', 'lucinda.hoarau']]),
    },
    {
      ...{ name: 'Comité de la recherche', kind: 'sectoral', sector: 'recherche', mandate: 'decentralised' },
      seats: seatsOf(stage, [...always, ['reseau-partenaire', 'sport-cvl', 'jules.archambault']]),
    },
  ];
  for (const body of founded) {
    const idempotencyKey = `demonstration-committee-${body.kind}`;
    await stage.act('editorial', '/committees', { key: stage.cast.operatorKey, body, idempotencyKey });
  }
};

const meeting = (stage: Stage, day: string, more: object = {}) => {
  const startsAt = new Date(stage.day(day).setUTCHours(9, 0, 0, 0));
  return { startsAt: startsAt.toISOString(), endsAt: new Date(startsAt.getTime() + 7_200_000).toISOString(), ...more };
};

const sessionOn = async (stage: Stage, day: string, plannedOn: string, more: object = {}) => {
  const url = stage.cast.at('editorial', '/committee-sessions');
  const idempotencyKey = `demonstration-session${day}`;
  const body = meeting(stage, day, more);
  return done('POST', url, { key: stage.cast.operatorKey, at: stage.day(plannedOn), idempotencyKey, body });
};

/** Objected to, voted on in session, and in its minutes. */
const declinedInSession = async (stage: Stage): Promise<void> => {
  const item = stage.itemOf('S03');
  const { id: caseId, decision } = await stage.reviews.caseOf(await stage.handIn(item));
  if (decision) return;
  const key = stage.cast.personKey('karim.benali');
  const objection = { reason: 'Deux des logiciels comparés ne sont plus vendus.' };
  await stage.act('editorial', `/cases/${caseId}/objections`, { key, at: stage.day('-22d'), body: objection });
  const session = await sessionOn(stage, '-15d', '-30d', { place: 'Préfecture, salle 2' });
  const { seats } = await done('GET', stage.cast.at('editorial', `/cases/${caseId}`), { key });
  const comment = 'L’essai est trop court : la comparaison induirait en erreur.';
  const votes = oneOfEach(seats).map((seat) => ({ seat, recommendation: 'decline', comment }));
  const at = stage.day('-15d');
  await stage.act('editorial', `/committee-sessions/${session.id}/votes`, { key, at, body: { caseId, votes } });
  const remarks = 'Le comité propose au réseau de reprendre l’essai à plusieurs.';
  await stage.act('editorial', `/committee-sessions/${session.id}/close`, { key, at, body: { remarks } });
};

/** A seat of each college. */
const oneOfEach = (seats: readonly { readonly id: string; readonly college: string }[]): string[] => [
  ...new Map(seats.map(({ id, college }) => [college, id])).values(),
];

/** A question, somebody in charge, somebody who steps back, opinions apart and an objection. */
const beforeTheNextSession = async (stage: Stage): Promise<void> => {
  const item = stage.itemOf('S11');
  const { id } = await stage.reviews.caseOf(await stage.handIn(item));
  const as = (slug: string, path: string, day: string, body: object) =>
    stage.act('editorial', `/cases/${id}/${path}`, { key: stage.cast.personKey(slug), at: stage.day(day), body });
  await as('maelle.duvivier', 'assignments', '-5d', {});
  await as('karim.benali', 'threads', '-5d', { field: '/howToUse', text: 'Qui modère quand la personne s’absente ?' });
  await as('jules.archambault', 'recusals', '-5d', { reason: 'J’ai participé à sa rédaction.' });
  const criteria = { clarity: 'met', accessibility: 'met', fieldTest: 'partly', verification: 'not-applicable' };
  const opinion = { version: 1, criteria, verdict: 'inspiration', comment: 'À préciser pour les petites listes.' };
  await as('claire.schneider', 'opinions', '-4d', { ...opinion, recommendation: 'approve' });
  await as('maelle.duvivier', 'opinions', '-4d', { ...opinion, recommendation: 'request-changes' });
  await as('karim.benali', 'objections', '-3d', { reason: 'Elle contredit la charte nationale sur un point.' });
};

const urgent = async (stage: Stage): Promise<void> => {
  const { id } = await stage.reviews.caseOf(await stage.handIn(stage.itemOf('S12')));
  const body = { reason: 'Le texte entre en vigueur le mois prochain.' };
  await stage.act('editorial', `/cases/${id}/urgency`, { key: stage.cast.personKey('maelle.duvivier'), body });
};

/** One to come, and one that was called off. */
const sessions = async (stage: Stage): Promise<void> => {
  await sessionOn(stage, '+9d', '-2d', { visioUrl: 'https://visio.demo.example/comite' });
  const { id } = await sessionOn(stage, '-45d', '-60d', { title: 'Séance de rentrée' });
  const { body, etag } = await stage.act('editorial', `/committee-sessions/${id}`, {
    ...{ method: 'GET', key: stage.cast.operatorKey },
  });
  if (body.status !== 'planned') return;
  const cancelled = {
    key: stage.cast.operatorKey,
    at: stage.day('-46d'),
    ifMatch: etag,
    body: { status: 'cancelled' },
  };
  await stage.act('editorial', `/committee-sessions/${id}`, { method: 'PATCH', ...cancelled });
};
