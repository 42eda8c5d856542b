import type { z } from 'zod';
import type { impactFound } from '#contracts';
import { digest } from '#persistence';
import { frenchDate } from '#taxonomy';

type Found = z.output<typeof impactFound.schema>;

/** Where an impact may go from each status. */
export const nextImpactStatuses = {
  open: ['accepted', 'closed'],
  accepted: ['closed'],
  closed: [],
} as const satisfies Record<string, readonly string[]>;
export type ImpactStatus = keyof typeof nextImpactStatuses;

export const impactOutcomes = ['no-effect', 'new-version', 'suspend', 'withdraw'] as const;
export type ImpactOutcome = (typeof impactOutcomes)[number];

/** A legal text changed what a public resource cites: people judge what it means. One for each pair of both. */
export interface Impact extends Omit<Found, 'resourceId'> {
  readonly id: string;
  readonly status: ImpactStatus;
  readonly foundAt: string;
  readonly outcome: ImpactOutcome | null;
  readonly reason: string | null;
  /** Who judged last; null when time, or a new version, did. */
  readonly by: string | null;
  readonly judgedAt: string | null;
  /** How many days before its effect it was recalled last; null: never. */
  readonly remindedAt: number | null;
}

export const impactIdOf = ({ itemId, resourceId }: Pick<Found, 'itemId' | 'resourceId'>): string =>
  digest(`${itemId}\n${resourceId}`).slice(0, 24);

export const newImpact = ({ resourceId, ...found }: Found, foundAt: string): Impact => ({
  id: impactIdOf({ itemId: found.itemId, resourceId }),
  ...found,
  ...{ status: 'open', foundAt, outcome: null, reason: null, by: null, judgedAt: null, remindedAt: null },
});

const levels = ['possible', 'probable', 'certain'];
export const isGraver = (one: Pick<Impact, 'level'>, other: Pick<Impact, 'level'>): boolean =>
  levels.indexOf(one.level) > levels.indexOf(other.level);

/** What is printed with a resource once somebody said that the change concerns it. */
export const publicNotice = ({ effectiveAt }: Pick<Impact, 'effectiveAt'>, now: Date): string => {
  if (!effectiveAt) return 'Un texte cité a changé ; relecture en cours.';
  const day = frenchDate(`${effectiveAt}T12:00:00Z`);
  const isAhead = effectiveAt > now.toISOString().slice(0, 10);
  return `Un texte cité ${isAhead ? 'change' : 'a changé'} le ${day} ; relecture en cours.`;
};

/** What a move of the whole resource settles of its impacts. */
const settles: Readonly<
  Record<string, { readonly from: readonly ImpactStatus[]; readonly outcome: ImpactOutcome } | undefined>
> = {
  confirm: { from: ['accepted'], outcome: 'no-effect' },
  suspend: { from: ['accepted'], outcome: 'suspend' },
  withdraw: { from: ['open', 'accepted'], outcome: 'withdraw' },
};

interface Judged {
  readonly reason: string | null;
  readonly by: string | null;
  readonly at: string;
}

export const closed = (impact: Impact, outcome: ImpactOutcome, { reason, by, at }: Judged): Impact => ({
  ...impact,
  ...{ status: 'closed', outcome, reason, by, judgedAt: at },
});

export const settledBy = (command: string, impacts: readonly Impact[] = [], judged: Judged): readonly Impact[] => {
  const rule = settles[command];
  if (!rule) return impacts;
  return impacts.map((impact) => (rule.from.includes(impact.status) ? closed(impact, rule.outcome, judged) : impact));
};

/** A new version answers what was accepted of those before. */
export const settledByRevision = (impacts: readonly Impact[] = [], at: string): readonly Impact[] =>
  impacts.map((impact) =>
    impact.status === 'accepted' ? closed(impact, 'new-version', { reason: null, by: null, at }) : impact,
  );
