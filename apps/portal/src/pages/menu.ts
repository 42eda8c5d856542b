import type { Role } from '#contracts';
import type { Visitor } from './visitor.ts';

interface MenuLine {
  readonly path: string;
  readonly label: string;
  /** Whoever holds one of these roles sees it; absent: everybody who signed in. */
  readonly roles?: readonly Role[];
}

export interface MenuView {
  readonly path: string;
  readonly label: string;
  readonly isCurrent: boolean;
}

/** What everybody finds at the top of each page. */
const mainMenu: readonly MenuLine[] = [
  { path: '/ressources', label: 'Ressources' },
  { path: '/familles', label: 'Familles' },
  { path: '/actualites', label: 'Actualités' },
  { path: '/agenda', label: 'Agenda' },
  { path: '/reseaux', label: 'Réseaux' },
  { path: '/abonnement', label: 'S’abonner' },
];

/**
 * What a signed-in person finds under their name, in this order. A capability adds the line of its page here, for
 * instance `{ path: '/comite', label: 'Comité', roles: ['committee-member'] }`.
 */
const personalMenu: readonly MenuLine[] = [
  { path: '/moi', label: 'Mon espace' },
  { path: '/contribuer', label: 'Contribuer', roles: ['contributor'] },
  { path: '/contributions', label: 'Mes contributions', roles: ['contributor', 'facilitator'] },
  { path: '/animation', label: 'À faire cette semaine', roles: ['facilitator'] },
  { path: '/comite', label: 'Comité éditorial', roles: ['committee-member'] },
  { path: '/relectures', label: 'Relectures', roles: ['verifier'] },
  { path: '/veille', label: 'Veille', roles: ['watch-editor'] },
  { path: '/exploitation/reseaux', label: 'Réseaux et membres', roles: ['operator'] },
  { path: '/redaction/lettres', label: 'Lettres', roles: ['watch-editor', 'operator'] },
  { path: '/exploitation/envois', label: 'Envois', roles: ['operator'] },
  { path: '/exploitation/regles', label: 'Règles et journal', roles: ['operator'] },
];

const viewOf =
  (current: string) =>
  ({ path, label }: MenuLine): MenuView => ({
    path,
    label,
    isCurrent: current === path || current.startsWith(`${path}/`),
  });

export const mainMenuAt = (current: string): readonly MenuView[] => mainMenu.map(viewOf(current));

export const personalMenuOf = (
  { grants }: Visitor,
  current: string,
  lines: readonly MenuLine[] = personalMenu,
): readonly MenuView[] =>
  lines.filter(({ roles }) => !roles || grants.some(({ role }) => roles.includes(role))).map(viewOf(current));
