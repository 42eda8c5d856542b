import type { Delivery } from '../ledger/ledger.ts';

/** A mail in the ledger. */
export interface MailDelivery extends Delivery {
  readonly channel: 'mail';
  readonly kind: 'confirm' | 'published' | 'revised';
  /** Hash of the address. With resource, version and kind it is unique. */
  readonly person: string;
  readonly claim?: string | undefined;
  readonly lastReason?: string | undefined;
}

/** How long a worker that says nothing counts as alive; then its mail is in doubt, and sent again. */
export const claimMs = 20_000;
/** How often a worker whose mail server takes its time says that it is alive. */
export const stillAliveMs = claimMs / 3;

const minute = 60_000;
const delays = [10_000, minute, 5 * minute, 15 * minute, 60 * minute, 3 * 60 * minute];

/** When to try again after so many attempts; null once three days are over. */
export const nextMailAttempt = (attempts: number, createdAt: Date, now: Date): Date | null => {
  const next = new Date(now.getTime() + (delays[attempts - 1] ?? 6 * 60 * minute));
  return next.getTime() - createdAt.getTime() > 3 * 24 * 60 * minute ? null : next;
};
