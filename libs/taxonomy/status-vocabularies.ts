import { type IdOf, vocabulary } from './vocabulary.ts';

/** What its author sees of a contribution. */
export const contributionStatuses = vocabulary('contributionStatus', [
  { id: 'draft', label: 'Brouillon' },
  { id: 'submitted', label: 'Envoyée' },
  { id: 'in-review', label: 'En comité éditorial' },
  { id: 'changes-requested', label: 'À compléter' },
  { id: 'published', label: 'Publiée' },
  { id: 'declined', label: 'Non retenue' },
  { id: 'withdrawn', label: 'Retirée' },
]);
export type ContributionStatus = IdOf<typeof contributionStatuses>;

/** What everyone sees of a resource. */
export const resourceStatuses = vocabulary('resourceStatus', [
  { id: 'published', label: 'Publiée' },
  { id: 'flagged', label: 'Vérification en cours' },
  { id: 'suspended', label: 'Suspendue' },
  { id: 'expired', label: 'Terminée' },
  { id: 'withdrawn', label: 'Retirée' },
]);
export type ResourceStatus = IdOf<typeof resourceStatuses>;

/** The recognition mark. In public a resource is `none` or `reference`; the two others stay inside. */
export const labels = vocabulary('label', [
  { id: 'none', label: 'Sans label' },
  { id: 'proposed', label: 'Proposée comme référence nationale' },
  { id: 'reference', label: 'Référence nationale' },
  { id: 'revoked', label: 'N’est plus référence nationale' },
]);
export type Label = IdOf<typeof labels>;
