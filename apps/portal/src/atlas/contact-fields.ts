import type { Field } from '../contribute/fields.ts';

/** What a line of the atlas says, as a facilitator is asked for it. */
export const contactFields: readonly Field[] = [
  { name: 'kind', kind: 'one', label: 'Qui', vocabulary: 'atlasKind', isUsual: true },
  { name: 'name', kind: 'line', label: 'Nom', isUsual: true, hint: 'De l’organisation, de la mairie, du partenaire.' },
  { name: 'territory', kind: 'territory', label: 'Territoire', isUsual: true },
  { name: 'description', kind: 'text', label: 'Ce qu’on y trouve', isUsual: true },
  {
    name: 'email',
    kind: 'line',
    label: 'Adresse électronique',
    isUsual: true,
    hint: 'De préférence celle de l’accueil.',
  },
  { name: 'phone', kind: 'line', label: 'Téléphone', isUsual: true },
  { name: 'url', kind: 'line', label: 'Site internet', isUsual: true, hint: 'Son adresse entière : https://…' },
  { name: 'source', kind: 'line', label: 'Source', isUsual: true, hint: '« Site de la mairie », « appel du 3 mars »' },
  { name: 'asOf', kind: 'date', label: 'Vérifié le', isUsual: true },
  { name: 'address', kind: 'line', label: 'Rue et numéro' },
  { name: 'postcode', kind: 'line', label: 'Code postal' },
  { name: 'city', kind: 'line', label: 'Commune' },
  {
    name: 'coordinates',
    kind: 'place',
    label: 'Latitude et longitude',
    hint: 'Comme une carte en ligne les donne, pour que les cartes des autres la placent : « 44.84, -0.58 ».',
  },
  {
    name: 'contactName',
    kind: 'line',
    label: 'Personne à contacter',
    hint: 'Seulement si elle le sait : à titre professionnel, et avec son adresse professionnelle.',
  },
  { name: 'contactRole', kind: 'line', label: 'Sa fonction' },
];
export const contactRequired = new Set(['kind', 'name', 'territory', 'source', 'asOf']);
