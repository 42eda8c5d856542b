import { type IdOf, vocabulary } from './vocabulary.ts';

/**
 * Themes, aligned with the « associations » sections of service-public.fr (`anchors`, DILA open data).
 * A sensitive one needs a third party's verification before a resource becomes a national reference.
 */
export const themes = vocabulary('theme', [
  { id: 'creation', label: 'Création et statuts', anchors: ['N19554'], sensitive: false },
  { id: 'gouvernance', label: 'Gouvernance', anchors: ['N31404', 'N19590'], sensitive: false },
  { id: 'juridique', label: 'Vie statutaire et droit', anchors: ['N31403'], sensitive: true },
  { id: 'emploi', label: 'Emploi associatif', anchors: ['N22150'], sensitive: true },
  { id: 'benevolat', label: 'Bénévolat et engagement', anchors: ['N22150'], sensitive: false },
  { id: 'financement', label: 'Financement', anchors: ['N21960'], sensitive: false },
  { id: 'subventions', label: 'Subventions et conventions', anchors: ['N31405'], sensitive: true },
  { id: 'mecenat', label: 'Mécénat et dons', anchors: ['N31405'], sensitive: true },
  { id: 'fiscalite', label: 'Fiscalité', anchors: ['N31405'], sensitive: true },
  { id: 'comptabilite', label: 'Comptabilité', anchors: ['N31405'], sensitive: true },
  { id: 'observation', label: 'Observation et chiffres', anchors: [], sensitive: false },
  { id: 'ess', label: 'Économie sociale et solidaire', anchors: [], sensitive: false },
  { id: 'dissolution', label: 'Évolution et dissolution', anchors: ['N21962'], sensitive: false },
  { id: 'rgpd', label: 'Données personnelles (RGPD)', anchors: [], sensitive: true },
  { id: 'numerique', label: 'Numérique', anchors: [], sensitive: false },
  { id: 'communication', label: 'Communication', anchors: [], sensitive: false },
  { id: 'evenement', label: 'Événements et manifestations', anchors: ['N31332'], sensitive: true },
  { id: 'assurance', label: 'Assurance et responsabilité', anchors: ['N31331'], sensitive: true },
  { id: 'locaux', label: 'Locaux et matériel', anchors: ['N31404'], sensitive: false },
  { id: 'cooperation', label: 'Coopération et mutualisation', anchors: [], sensitive: false },
  { id: 'animation', label: 'Animation de réseau', anchors: [], sensitive: false },
  { id: 'orientation', label: 'Accueil et orientation', anchors: [], sensitive: false },
  { id: 'reseaux', label: 'Réseaux et acteurs', anchors: [], sensitive: false },
  { id: 'ruralite', label: 'Ruralité', anchors: [], sensitive: false },
  { id: 'impact', label: 'Évaluation et impact', anchors: [], sensitive: false },
  { id: 'transition', label: 'Transition écologique', anchors: [], sensitive: false },
]);
export type Theme = IdOf<typeof themes>;
