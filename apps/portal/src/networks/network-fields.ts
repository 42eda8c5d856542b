import type { Field } from '../contribute/fields.ts';

/** What the card of a network says. */
export const cardFields: readonly Field[] = [
  { name: 'name', kind: 'line', label: 'Nom', isUsual: true },
  { name: 'description', kind: 'text', label: 'Ce qu’il fait', isUsual: true },
  { name: 'website', kind: 'line', label: 'Site internet', isUsual: true, hint: 'Son adresse entière : https://…' },
  { name: 'networkKind', kind: 'one', label: 'Nature', vocabulary: 'networkKind', isUsual: true },
  { name: 'territories', kind: 'territories', label: 'Territoires', isUsual: true },
  { name: 'supportLevel', kind: 'one', label: 'Niveau d’appui', vocabulary: 'supportLevel', isUsual: true },
  {
    name: 'sector',
    kind: 'one',
    label: 'Secteur',
    vocabulary: 'sector',
    isUsual: true,
    hint: 'Pour un réseau sectoriel.',
  },
  { name: 'isUmbrella', kind: 'flag', label: 'Tête de réseau', isUsual: true },
];

/** What the production policy and the licences go by: for operators to say. */
export const reservedFields: readonly Field[] = [
  { name: 'actorType', kind: 'one', label: 'Qui', vocabulary: 'actorType', isUsual: true },
  { name: 'circle', kind: 'one', label: 'Cercle', vocabulary: 'circle', isUsual: true },
  {
    name: 'sponsor',
    kind: 'networks',
    label: 'Réseau parrain',
    isUsual: true,
    hint: 'Celui qui répond d’un réseau hors des trois cercles.',
  },
];

export const slugField: Field = {
  name: 'slug',
  kind: 'line',
  label: 'Identifiant',
  isUsual: true,
  hint: 'Il fait son adresse et ne change plus : lettres sans accent, chiffres, tirets.',
};

export const cardRequired = new Set(['name', 'networkKind', 'territories', 'actorType', 'circle', 'slug']);

/** « Maison des associations de l’Estuaire » → `maison-des-associations-de-l-estuaire` */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
