import type { Field } from '../contribute/fields.ts';
import { counted, enumerated, spaced } from '../pages/french.ts';

/** The rules of production, as an operator sets them. */
export const productionFields: readonly Field[] = [
  { name: 'mode', kind: 'one', label: 'La production est', vocabulary: 'mode', isUsual: true },
  {
    name: 'circles',
    kind: 'some',
    label: 'Cercles admis',
    vocabulary: 'circle',
    isUsual: true,
    hint: 'Quand elle est réservée à des cercles.',
  },
  {
    name: 'allowList',
    kind: 'networks',
    label: 'Réseaux admis',
    isUsual: true,
    hint: 'Quand elle est réservée à une liste.',
  },
  {
    name: 'families',
    kind: 'some',
    label: 'Familles limitées',
    vocabulary: 'family',
    isUsual: true,
    hint: 'Toutes, si vous n’en cochez aucune.',
  },
  {
    name: 'sponsorRequiredFor',
    kind: 'some',
    label: 'Cercles qui doivent avoir un réseau parrain',
    vocabulary: 'circle',
    isUsual: true,
  },
  { name: 'enabledTerritories', kind: 'territories', label: 'Territoires ouverts', isUsual: true },
  {
    name: 'activeFrom',
    kind: 'moment',
    label: 'En vigueur à partir du',
    isUsual: true,
    hint: 'Heure de Paris. Sans date : tout de suite.',
  },
  {
    name: 'explanation',
    kind: 'text',
    label: 'Ce que disent ces règles',
    isUsual: true,
    hint: 'Tout le monde le lit, et chaque refus cite la règle.',
  },
];

interface Named {
  readonly name: string;
}
/** « Ce que cela aurait changé », as the API tells it. */
export interface Preview {
  readonly contributions: {
    readonly checked: number;
    readonly refused: number;
    readonly admitted: number;
    readonly wouldBeRefused: readonly { readonly title: string }[];
    readonly wouldBeAdmitted: readonly { readonly title: string }[];
  };
  readonly networks: { readonly shutOut: readonly Named[]; readonly letIn: readonly Named[] };
}

export const previewInWords = ({ contributions, networks }: Preview) => {
  const { checked, refused, admitted, wouldBeRefused, wouldBeAdmitted } = contributions;
  const named = (all: readonly Named[]) => (all.length ? ` : ${enumerated(all.map(({ name }) => name))}` : '');
  return {
    lines: [
      `${counted(checked, 'contribution envoyée', 'contributions envoyées')} en un an : ${counted(refused, 'aurait été refusée', 'auraient été refusées')}, ${counted(admitted, 'aurait été admise', 'auraient été admises')} en plus.`,
      `${counted(networks.shutOut.length, 'réseau ne pourrait plus contribuer', 'réseaux ne pourraient plus contribuer')}${named(networks.shutOut)}.`,
      `${counted(networks.letIn.length, 'réseau de plus pourrait contribuer', 'réseaux de plus pourraient contribuer')}${named(networks.letIn)}.`,
    ].map(spaced),
    titles: [
      ...wouldBeRefused.map(({ title }) => `Refusée : ${title}`),
      ...wouldBeAdmitted.map(({ title }) => `Admise : ${title}`),
    ].map(spaced),
  };
};
