import type { Field } from '../contribute/fields.ts';

/** What a network commits to contribute. */
export const planFields: readonly Field[] = [
  {
    name: 'title',
    kind: 'line',
    label: 'Engagement',
    isUsual: true,
    hint: '« Deux retours d’expérience sur l’emploi »',
  },
  { name: 'dueAt', kind: 'day', label: 'Attendu le', isUsual: true, isEnd: true },
  { name: 'cadence', kind: 'one', label: 'Rythme', vocabulary: 'cadence', isUsual: true, initial: 'once' },
  { name: 'regime', kind: 'one', label: 'Cadre', vocabulary: 'regime', isUsual: true, initial: 'voluntary' },
  { name: 'family', kind: 'one', label: 'Famille', vocabulary: 'family', isUsual: true, hint: 'Facultatif.' },
  { name: 'note', kind: 'text', label: 'Précisions', isUsual: true, hint: 'Facultatif.' },
];
export const planRequired = new Set(['title', 'dueAt', 'cadence', 'regime']);

/** A time to collect what networks have. */
export const meetingFields: readonly Field[] = [
  { name: 'title', kind: 'line', label: 'Titre', isUsual: true },
  {
    name: 'description',
    kind: 'text',
    label: 'L’appel',
    isUsual: true,
    hint: 'Ce que l’on collecte, et comment s’y préparer.',
  },
  { name: 'startsAt', kind: 'moment', label: 'Début', isUsual: true, hint: 'Heure de Paris.' },
  { name: 'endsAt', kind: 'moment', label: 'Fin', isUsual: true },
  { name: 'place', kind: 'line', label: 'Lieu', isUsual: true },
  {
    name: 'visioUrl',
    kind: 'line',
    label: 'Adresse de la visioconférence',
    isUsual: true,
    hint: 'Seuls les réseaux la voient : https://…',
  },
  { name: 'territories', kind: 'territories', label: 'Territoires concernés', isUsual: true },
  { name: 'themes', kind: 'some', label: 'Thèmes', vocabulary: 'theme' },
];
/** Known afterwards. */
export const heldFields: readonly Field[] = [
  { name: 'attendance', kind: 'count', label: 'Nombre de personnes venues', isUsual: true },
  {
    name: 'minutes',
    kind: 'text',
    label: 'Compte rendu',
    isUsual: true,
    hint: 'Les réseaux le lisent, le public non.',
  },
  { name: 'isCancelled', kind: 'flag', label: 'La réunion est annulée', isUsual: true },
];
export const meetingRequired = new Set(['title', 'startsAt', 'endsAt']);
