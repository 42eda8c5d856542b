import type { Grant } from '#contracts';
import { colleges, contributionStatuses, roleNames, verifierKinds } from '#taxonomy';
import { contributionPath } from '../contribute/my-contributions.view.ts';
import { frenchDate } from '../pages/french.ts';
import type { Visitor } from '../pages/visitor.ts';

/** A session, as the API tells it. */
export interface SessionFacts {
  readonly id: string;
  readonly current: boolean;
  readonly means: 'link' | 'oidc';
  readonly browser: string;
  readonly address: string;
  readonly openedAt: string;
  readonly seenAt: string;
}

/** A contribution, as much as a line about it says. */
export interface ContributionFacts {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly updatedAt: string;
  readonly network: { readonly name: string };
}

const words: Record<Grant['role'], string> = roleNames;

/** « Comité éditorial (collège : Acteurs associatifs) ». */
export const roleInWords = ({ role, college, verifierKind }: Grant): string => {
  const precision = college
    ? `collège : ${colleges.label(college)}`
    : verifierKind && verifierKinds.label(verifierKind);
  return precision ? `${words[role]} (${precision})` : words[role];
};

/** What somebody does, network by network; first what holds for the whole platform. */
export const rolesByNetwork = ({ grants, networks }: Pick<Visitor, 'grants' | 'networks'>) => {
  const rolesAt = (id: string | undefined) => grants.filter(({ network }) => network === id).map(roleInWords);
  const platform = { network: 'Toute la plateforme', roles: rolesAt(undefined) };
  const own = networks.map(({ id, name }) => ({ network: name, roles: rolesAt(id) }));
  return [platform, ...own].filter(({ roles }) => roles.length > 0);
};

export const sessionLine = ({ id, current, means, browser, address, openedAt, seenAt }: SessionFacts) => ({
  id,
  isCurrent: current,
  browser,
  means: means === 'link' ? 'par un lien' : 'par un fournisseur d’identité',
  address,
  openedAt,
  seenAt,
  closePath: `/moi/sessions/${encodeURIComponent(id)}/fermer`,
});

const contributionLine = ({ id, title, status, updatedAt, network }: ContributionFacts) => ({
  path: contributionPath(id),
  title: title || 'Sans titre',
  status: contributionStatuses.label(status),
  network: network.name,
  updatedAt,
  updated: frenchDate(updatedAt),
});

/** What is done, said once on the page that follows. */
const said: Record<string, string> = {
  'session-fermee': 'La session est fermée.',
  'autres-fermees': 'Toutes vos autres sessions sont fermées.',
};

interface MyFacts {
  readonly visitor: Visitor;
  readonly sessions: readonly SessionFacts[];
  /** Null when they cannot be told now. */
  readonly contributions: readonly ContributionFacts[] | null;
  readonly done: unknown;
}

export const myPageView = ({ visitor, sessions, contributions, done }: MyFacts) => ({
  title: 'Mon espace',
  name: visitor.name,
  roles: rolesByNetwork(visitor),
  sessions: sessions.map(sessionLine),
  hasOthers: sessions.some(({ current }) => !current),
  contributions: contributions?.map(contributionLine) ?? [],
  areContributionsAway: contributions === null,
  notice: typeof done === 'string' ? said[done] : undefined,
});
