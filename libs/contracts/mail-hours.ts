/** The days of a week as people choose them, Monday first. */
export const weekdays = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];

/** Where French law is used and mail is read: whoever lives elsewhere keeps what they chose by the API. */
export const timeZones: readonly (readonly [zone: string, label: string])[] = [
  ['Europe/Paris', 'Paris'],
  ['America/Guadeloupe', 'Guadeloupe'],
  ['America/Martinique', 'Martinique'],
  ['America/Cayenne', 'Guyane'],
  ['Indian/Reunion', 'La Réunion'],
  ['Indian/Mayotte', 'Mayotte'],
  ['America/Miquelon', 'Saint-Pierre-et-Miquelon'],
  ['Pacific/Noumea', 'Nouvelle-Calédonie'],
  ['Pacific/Tahiti', 'Polynésie française'],
  ['Pacific/Wallis', 'Wallis-et-Futuna'],
];
