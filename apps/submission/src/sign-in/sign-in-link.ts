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
  /** Nobody asked for it: somebody gave its address roles for this network. */
  readonly invitation?: { readonly network: string; readonly roles: readonly string[] } | undefined;
  readonly claim?: string | undefined;
  readonly lastReason?: string | undefined;
}

export const linkMinutes = 15;
export const invitationDays = 7;

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

/** An invitation is a link that lives longer: its reader has not been waiting for it. */
export const newInvitation = (
  id: string,
  email: string,
  invitation: NonNullable<SignInLink['invitation']>,
  now: Date,
): SignInLink => ({
  ...newLink(id, { email }, now),
  returnTo: '/moi',
  expiresAt: new Date(now.getTime() + invitationDays * 24 * 3_600_000),
  invitation,
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
export const nextLinkAttempt = ({ attempts, expiresAt, invitation }: SignInLink, now: Date): Date | null => {
  // Who asked is waiting; who is invited has days.
  const later = invitation ? Math.min(attempts, 60) * 60_000 : 60_000;
  const next = new Date(now.getTime() + (delaysMs[attempts - 1] ?? later));
  return next < expiresAt ? next : null;
};
