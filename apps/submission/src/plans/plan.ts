import { z } from 'zod';
import { line, moment, term, text } from '#contracts';
import type { Stored } from '#messaging';
import { type Cadence, cadences, families, regimes } from '#taxonomy';

/** What was given for a commitment, and when. */
export interface Fulfilment {
  readonly contribution: string;
  readonly at: string;
  /** The date that it was due. */
  readonly dueAt: string;
}

/** A commitment: what a network is to contribute, of which kind, and by when. Its network and its facilitator see it. */
export interface Plan extends Stored {
  readonly network: string;
  readonly title: string;
  readonly family: string | null;
  readonly regime: string;
  readonly cadence: Cadence;
  readonly dueAt: string;
  readonly note: string | null;
  readonly status: 'open' | 'closed';
  readonly fulfilments: readonly Fulfilment[];
  readonly createdAt: string;
}

const fields = {
  title: line(200),
  family: term(families).nullish(),
  regime: term(regimes),
  cadence: term(cadences),
  dueAt: moment,
  note: text(2000).nullish(),
};

export const newPlan = z.strictObject({
  ...fields,
  network: line(80).optional(),
  regime: fields.regime.default('voluntary'),
  cadence: fields.cadence.default('once'),
});
export type NewPlan = z.output<typeof newPlan>;

export const planEdits = z.strictObject({ ...fields, status: z.enum(['open', 'closed']) }).partial();
export type PlanEdits = z.output<typeof planEdits>;

const monthsOf: Record<Exclude<Cadence, 'once'>, number> = { monthly: 1, quarterly: 3, yearly: 12 };

/** The same day, so many months later; the last of the month where it is shorter. */
export const nextDue = (dueAt: string, cadence: Exclude<Cadence, 'once'>): string => {
  const date = new Date(dueAt);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + monthsOf[cadence], 1);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.toISOString();
};

/** A contribution was handed in for it: it is done, or due again later. The same contribution counts once. */
export const fulfilled = (plan: Plan, contribution: string, at: string): Partial<Plan> | null => {
  if (plan.status === 'closed' || plan.fulfilments.some((given) => given.contribution === contribution)) return null;
  const fulfilments = [...plan.fulfilments, { contribution, at, dueAt: plan.dueAt }];
  if (plan.cadence === 'once') return { fulfilments, status: 'closed' };
  return { fulfilments, dueAt: nextDue(plan.dueAt, plan.cadence) };
};

export type Stage = 'due-soon' | 'overdue';
const day = 24 * 3600 * 1000;
export const soonDays = 14;

/** Which reminder its date calls for; none long before. */
export const stageOf = (dueAt: string, now: Date): Stage | null => {
  const left = Date.parse(dueAt) - now.getTime();
  if (left < 0) return 'overdue';
  return left <= soonDays * day ? 'due-soon' : null;
};

/** A plan as its network sees it. */
export const planView = (plan: Plan, now: Date) => ({
  id: plan._id,
  network: plan.network,
  title: plan.title,
  family: plan.family,
  regime: plan.regime,
  cadence: plan.cadence,
  dueAt: plan.dueAt,
  note: plan.note,
  status: plan.status,
  stage: plan.status === 'open' ? stageOf(plan.dueAt, now) : null,
  fulfilments: plan.fulfilments,
  createdAt: plan.createdAt,
});
