import { z } from 'zod';
import { returnPath } from '#contracts';

/**
 * A link that was asked for. Kept alike for every address: whether anybody is known by it is looked at later, by who
 * sends the mail, so that asking tells nothing.
 */
export interface SignInLink {
  readonly _id: string;
  readonly email: string;
  readonly returnTo: string | null;
  readonly askedAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  /** A newer one was asked for. */
  readonly voidedAt: Date | null;
  /** Of its mail. `unneeded`: nobody is known by that address, or a newer link goes. */
  readonly state: 'pending' | 'sending' | 'sent' | 'failed' | 'unneeded';
  readonly attempts: number;
  readonly dueAt: Date;
  readonly claim?: string | undefined;
  readonly lastReason?: string | undefined;
}

export const linkMinutes = 15;

export const wantedLink = z.strictObject({
  email: z
    .email()
    .max(254)
    .transform((email) => email.toLowerCase()),
  /** Where to go once signed in. */
  returnTo: returnPath.optional(),
});
export type WantedLink = z.output<typeof wantedLink>;

export const newLink = (id: string, { email, returnTo }: WantedLink, now: Date): SignInLink => ({
  _id: id,
  email,
  returnTo: returnTo ?? null,
  askedAt: now,
  expiresAt: new Date(now.getTime() + linkMinutes * 60_000),
  usedAt: null,
  voidedAt: null,
  state: 'pending',
  attempts: 0,
  dueAt: now,
});

/** Why a link opens nothing; null when it does. */
export const refusalOf = (link: SignInLink | null, now: Date): 'unknown' | 'used' | 'replaced' | 'expired' | null => {
  if (!link) return 'unknown';
  if (link.usedAt) return 'used';
  if (link.voidedAt) return 'replaced';
  return link.expiresAt <= now ? 'expired' : null;
};

const delaysMs = [1_000, 3_000, 10_000, 30_000];

/** When to try its mail again after so many attempts; null when it would come too late to be of use. */
export const nextLinkAttempt = ({ attempts, expiresAt }: SignInLink, now: Date): Date | null => {
  const next = new Date(now.getTime() + (delaysMs[attempts - 1] ?? 60_000));
  return next < expiresAt ? next : null;
};
