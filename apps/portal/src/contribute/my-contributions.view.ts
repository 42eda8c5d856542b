import { contributionStatuses } from '#taxonomy';
import { counted, enumerated, frenchDate, spaced } from '../pages/french.ts';
import { type Comparison, comparisonView } from './comparison.view.ts';
import type { ContributionDetail, HistoryFacts } from './contribution-desk.ts';
import { stepPath } from './step.view.ts';

/** Median delays, in days; null as long as too few are known. */
export interface Delays {
  readonly framingDays: number | null;
  readonly decisionDays: number | null;
}

export interface ContributionLine {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly version: number;
  readonly updatedAt: string;
  readonly network: { readonly id: string; readonly name: string };
}

const within = (days: number | null, otherwise: string): string =>
  days === null ? otherwise : `délai médian : ${counted(days, 'jour', 'jours')}`;

/** Whose turn it is, what is expected, and when. */
const expectations = (
  delays: Delays,
): Readonly<Record<string, { readonly isMine: boolean; readonly text: string }>> => ({
  draft: { isMine: true, text: 'À vous : terminer, puis envoyer.' },
  'changes-requested': { isMine: true, text: 'À vous : compléter d’après les remarques du comité, puis renvoyer.' },
  submitted: {
    isMine: false,
    text: `La personne qui anime votre réseau la lit (${within(delays.framingDays, 'un courriel vous préviendra')}).`,
  },
  'in-review': {
    isMine: false,
    text: `Le comité éditorial l’examine (${within(delays.decisionDays, 'un courriel vous préviendra')}).`,
  },
  published: { isMine: false, text: 'Elle est publiée. Vous pouvez en préparer une nouvelle version.' },
  declined: { isMine: false, text: 'Elle n’a pas été retenue : les motifs sont sur sa page.' },
  withdrawn: { isMine: false, text: 'Elle est retirée : son histoire dit quand, et pourquoi.' },
});

export const contributionPath = (id: string): string => `/contributions/${encodeURIComponent(id)}`;

export const contributionLine = (contribution: ContributionLine, delays: Delays) => {
  const { id, title, status, updatedAt, network } = contribution;
  return {
    title: spaced(title) || 'Sans titre',
    path: contributionPath(id),
    status: contributionStatuses.label(status),
    network: network.name,
    updatedAt,
    expected: spaced(expectations(delays)[status]?.text ?? ''),
    isMine: expectations(delays)[status]?.isMine ?? false,
    resume: expectations(delays)[status]?.isMine ? stepPath(id, 'relire') : null,
  };
};

const deeds: Readonly<Record<string, string>> = {
  created: 'Commencée',
  submitted: 'Envoyée',
  endorsed: 'Transmise au comité éditorial',
  returned: 'Renvoyée par l’animation du réseau',
  withdrawn: 'Retirée',
  agreed: 'Accord d’un réseau coproducteur',
  reframed: 'Fiche corrigée par l’animation du réseau',
  'removal-requested': 'Retrait demandé',
  published: 'Publiée',
  'changes-requested': 'Compléments demandés par le comité',
  declined: 'Non retenue par le comité',
};

/** Each thing that happened, the latest first; edits follow one another and say nothing. */
export const timelineOf = (history: readonly HistoryFacts[]) =>
  history
    .filter(({ what }) => deeds[what])
    .map(({ at, what, version, reasons = [] }) => ({
      what: deeds[what],
      version: version > 0 ? `version ${version}` : null,
      at,
      reasons: what === 'reframed' ? [] : reasons.map(spaced),
    }))
    .reverse();

/** What was asked of its author last. */
const askedIn = ({ status, history }: ContributionDetail): readonly string[] => {
  const last = history.findLast(
    ({ what }) => what === 'returned' || what === 'changes-requested' || what === 'submitted',
  );
  return (status === 'draft' || status === 'changes-requested') && last?.what !== 'submitted'
    ? (last?.reasons ?? []).map(spaced)
    : [];
};

const said: Readonly<Record<string, string>> = {
  envoyee: 'C’est envoyé. Merci ! Un courriel vous préviendra à chaque étape.',
  enregistree: 'Votre brouillon est enregistré.',
  retiree: 'Votre contribution est retirée.',
  accord: 'Votre accord est enregistré.',
  refus: 'La contribution est renvoyée à son auteur, avec votre motif.',
  'retrait-demande': 'Votre demande est transmise au comité éditorial, qui répond.',
  'nom-retire': 'Le nom de votre réseau disparaît des pages, des flux et des exports dans quelques instants.',
};
export const noticeOf = (done: unknown): string | undefined => (typeof done === 'string' ? said[done] : undefined);

const editable = ['draft', 'changes-requested', 'published'];
const withdrawable = ['draft', 'submitted', 'in-review', 'changes-requested'];

/** Who looks at a contribution, and what is known around it. */
interface Reader {
  readonly isAuthor: boolean;
  /** The networks for which they may say yes or no. */
  readonly facilitates: ReadonlySet<string>;
  readonly networkNames: ReadonlyMap<string, string>;
}

const requested: Readonly<Record<string, string>> = {
  resource: 'Vous avez demandé au comité de retirer la ressource publiée.',
  name: 'Le nom de votre réseau a été retiré de la ressource publiée, à votre demande.',
};

export const contributionPageView = (
  contribution: ContributionDetail,
  delays: Delays,
  { isAuthor, facilitates, networkNames }: Reader,
  comparison: Comparison | null,
  done: unknown,
) => {
  const { id, status, history, files, awaitedAgreements, removalRequests = [] } = contribution;
  const line = contributionLine(contribution, delays);
  const path = contributionPath(id);
  const asked = new Set(removalRequests.map(({ what }) => what));
  const isRemovable = isAuthor && contribution.committee.some(({ outcome }) => outcome === 'published');
  const mayAsk = (what: 'resource' | 'name') => isRemovable && status !== 'withdrawn' && !asked.has(what);
  return {
    ...line,
    heading: line.title,
    breadcrumb: [{ label: 'Mes contributions', path: '/contributions' }, { label: line.title }],
    notice: noticeOf(done),
    updated: frenchDate(contribution.updatedAt),
    asked: askedIn(contribution),
    awaited: awaitedAgreements.length
      ? enumerated(awaitedAgreements.map((network) => networkNames.get(network) ?? 'un autre réseau'))
      : null,
    agree: awaitedAgreements.some((network) => facilitates.has(network)) ? `${path}/accord` : null,
    comparison: comparison && comparisonView(comparison),
    timeline: timelineOf(history),
    files: files.map((file) => ({
      name: file.name,
      path: `${path}/fichiers/${encodeURIComponent(file.id)}`,
    })),
    edit:
      isAuthor && editable.includes(status)
        ? {
            path: stepPath(id, 'essentiel'),
            label: status === 'published' ? 'Préparer une nouvelle version' : 'Reprendre',
          }
        : null,
    withdraw: isAuthor && withdrawable.includes(status) ? `${path}/retirer` : null,
    requested: removalRequests.map(({ what, at }) => ({ text: requested[what], at })),
    askRemoval: mayAsk('resource') ? `${path}/demander-le-retrait` : null,
    removeName: mayAsk('name') ? `${path}/retirer-le-nom` : null,
    resource: status === 'published' ? `/ressources/${encodeURIComponent(id)}` : null,
  };
};
