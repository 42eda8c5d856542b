import { type IdOf, vocabulary } from './vocabulary.ts';

export const networkKinds = vocabulary('networkKind', [
  { id: 'territorial', label: 'Réseau territorial' },
  { id: 'sectoral', label: 'Réseau sectoriel' },
]);
export type NetworkKind = IdOf<typeof networkKinds>;

/** Who produces, from the nearest to the support function to the farthest. */
export const circles = vocabulary('circle', [
  { id: 'first', label: 'Premier cercle (État et acteurs associatifs)' },
  { id: 'second', label: 'Deuxième cercle (partenaires locaux)' },
  { id: 'third', label: 'Troisième cercle (réseaux partenaires et acteurs ressources)' },
  { id: 'other', label: 'Autres acteurs' },
]);
export type Circle = IdOf<typeof circles>;

/** Colleges of an editorial committee. */
export const colleges = vocabulary('college', [
  { id: 'etat', label: 'État' },
  { id: 'associatif', label: 'Acteurs associatifs' },
  { id: 'partenaire-local', label: 'Partenaires locaux' },
  { id: 'reseau-partenaire', label: 'Réseaux partenaires' },
  { id: 'expert', label: 'Expertise' },
]);
export type College = IdOf<typeof colleges>;

/**
 * What a network is. An open list: other values are accepted and shown as they are.
 * `administration`: a body of public law, held to homologated licences. `sic`: kept as printed in the framing note.
 */
export const actorTypes = vocabulary('actorType', [
  { id: 'state', label: 'Service de l’État', administration: true },
  { id: 'local-authority', label: 'Collectivité territoriale', administration: true },
  { id: 'association', label: 'Association' },
  { id: 'association-federation', label: 'Fédération ou tête de réseau associative' },
  { id: 'association-centre', label: 'Maison des associations' },
  { id: 'sector-network', label: 'Réseau sectoriel' },
  { id: 'caf', label: 'Caisse d’allocations familiales (CAF)' },
  { id: 'msf', label: 'MSF', sic: true },
  { id: 'msa', label: 'Mutualité sociale agricole (MSA)' },
  { id: 'france-services', label: 'Maison France services' },
  { id: 'cress', label: 'Chambre régionale de l’économie sociale et solidaire (CRESS)' },
  { id: 'dla', label: 'Dispositif local d’accompagnement (DLA)' },
  { id: 'resource-centre', label: 'Centre de ressources' },
  { id: 'creps', label: 'Centre de ressources, d’expertise et de performance sportive (CREPS)', administration: true },
  { id: 'observatory', label: 'Observatoire' },
  { id: 'university', label: 'Université', administration: true },
  { id: 'lawyer', label: 'Cabinet d’avocats' },
  { id: 'accountant', label: 'Cabinet d’expertise comptable' },
]);
export type ActorType = IdOf<typeof actorTypes>;

/** How far a network supports associations. */
export const supportLevels = vocabulary('supportLevel', [
  { id: 'orientation', label: 'Orientation' },
  { id: 'information', label: 'Information' },
  { id: 'generalist', label: 'Accompagnement généraliste' },
  { id: 'specialist', label: 'Accompagnement spécialiste' },
]);
export type SupportLevel = IdOf<typeof supportLevels>;

/** Who may read a resource through as a professional. */
export const verifierKinds = vocabulary('verifierKind', [
  { id: 'board-member', label: 'Membre du conseil d’administration' },
  { id: 'accountant', label: 'Expert-comptable' },
  { id: 'lawyer', label: 'Avocat' },
  { id: 'other-regulated', label: 'Autre profession réglementée' },
]);
export type VerifierKind = IdOf<typeof verifierKinds>;

export const independence = vocabulary('independence', [
  { id: 'internal', label: 'Interne' },
  { id: 'third-party', label: 'Tiers' },
]);
export type Independence = IdOf<typeof independence>;

/** What a line of the atlas is about. */
export const atlasKinds = vocabulary('atlasKind', [
  { id: 'organisation', label: 'Organisation' },
  { id: 'town-hall', label: 'Mairie' },
  { id: 'partner', label: 'Partenaire' },
]);
export type AtlasKind = IdOf<typeof atlasKinds>;

/** How often what a network committed to contribute is due. */
export const cadences = vocabulary('cadence', [
  { id: 'once', label: 'Une fois' },
  { id: 'monthly', label: 'Chaque mois' },
  { id: 'quarterly', label: 'Chaque trimestre' },
  { id: 'yearly', label: 'Chaque année' },
]);
export type Cadence = IdOf<typeof cadences>;
