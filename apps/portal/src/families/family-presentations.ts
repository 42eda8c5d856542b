import type { Family } from '#taxonomy';

/** What each family is for, and its icon. */
export const familyPresentations: Readonly<Record<Family, { readonly icon: string; readonly purpose: string }>> = {
  documentary: {
    icon: 'book-open',
    purpose:
      'Guides, modèles, grilles et démarches éprouvées, à reprendre au quotidien pour accompagner une association.',
  },
  observation: {
    icon: 'chart-column',
    purpose: 'Données, enquêtes et études sur la vie associative d’un territoire, avec leur période et leur méthode.',
  },
  'social-watch': {
    icon: 'newspaper',
    purpose: 'Ce qui se passe dans les réseaux : appels, rendez-vous, financements ouverts, initiatives.',
  },
  'legal-watch': {
    icon: 'scale',
    purpose: 'Les textes qui changent, ce qu’ils changent pour les associations, et depuis quand.',
  },
};
