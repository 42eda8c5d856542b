import { type IdOf, vocabulary } from './vocabulary.ts';

/**
 * Licences that a contributor may grant. `allowsAdaptation`: others may take the resource up and change it, as a national reference must
 * let them; `shareAlike`: an adaptation keeps the same licence; `homologated`: one that a public administration may use (CRPA, D. 323-2-1).
 */
export const licences = vocabulary('licence', [
  {
    id: 'etalab-2.0',
    label: 'Licence Ouverte 2.0',
    url: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/',
    allowsAdaptation: true,
    shareAlike: false,
    homologated: true,
  },
  {
    id: 'cc-by-4.0',
    label: 'Creative Commons Attribution 4.0',
    url: 'https://creativecommons.org/licenses/by/4.0/',
    allowsAdaptation: true,
    shareAlike: false,
    homologated: false,
  },
  {
    id: 'cc-by-sa-4.0',
    label: 'Creative Commons Attribution, partage dans les mêmes conditions 4.0',
    url: 'https://creativecommons.org/licenses/by-sa/4.0/',
    allowsAdaptation: true,
    shareAlike: true,
    homologated: false,
  },
  {
    id: 'odbl-1.0',
    label: 'Open Database License 1.0 (jeux de données)',
    url: 'https://opendatacommons.org/licenses/odbl/1-0/',
    allowsAdaptation: true,
    shareAlike: true,
    homologated: true,
  },
  {
    id: 'link-only',
    label: 'Lien seul vers une page tierce',
    url: null,
    allowsAdaptation: false,
    shareAlike: false,
    homologated: false,
  },
]);
export type Licence = IdOf<typeof licences>;
