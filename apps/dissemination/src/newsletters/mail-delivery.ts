import type { HandOver } from '#mail';
import type { Delivery } from '../ledger/ledger.ts';
import type { Closing, DigestItem } from './digests/digest-item.ts';

/** What is told of a resource by mail. */
export const tellingKinds = [
  'published',
  'revised',
  'reference',
  'unlabelled',
  'flagged',
  'confirmed',
  'suspended',
  'restored',
  'withdrawn',
] as const;
export type TellingKind = (typeof tellingKinds)[number];

/** What members are told, alone or gathered; their address is asked for when it is written. */
export type NoticeMail = 'notice' | 'notices';

export type MailKind = 'confirm' | 'preferences' | 'digest' | 'issue' | 'trial' | TellingKind | NoticeMail;

/** A mail in the ledger. */
export interface MailDelivery extends Delivery {
  readonly channel: 'mail';
  readonly kind: MailKind;
  /** Hash of the address; of a notice, that of whom it is for. */
  readonly person: string;
  /** What it tells, as `tellKey` says it: nobody is told one thing twice. */
  readonly tells?: readonly string[] | undefined;
  /** What it tells of. */
  readonly resources?: readonly string[] | undefined;
  /** Of a digest: what is new in it, and what closes soon. */
  readonly items?: readonly DigestItem[] | undefined;
  readonly closing?: readonly Closing[] | undefined;
  /** The letter that it is of. */
  readonly issue?: string | undefined;
  readonly claim?: string | undefined;
  /** Its place among the others, when mail leaves at a pace. */
  readonly departsAt?: Date | undefined;
  readonly lastReason?: string | undefined;
  /** How often it may have arrived without our knowing: a worker died with it, or the connection did. */
  readonly doubts?: number | undefined;
}

/**
 * A version of a resource is published, revised or labelled once; its state may come and go, and the count of its
 * writes tells one time from another.
 */
export const tellKey = (kind: TellingKind, resource: string, version: number, writes: number): string =>
  ['published', 'revised', 'reference'].includes(kind)
    ? `${resource}|${version}|${kind}`
    : `${resource}|${version}|${kind}|${writes}`;

/** How long a process that says nothing counts as alive; then what it had in the air is in doubt, and sent again. */
export const claimMs = 20_000;
/** How often it says that it is alive. */
export const stillAliveMs = claimMs / 3;

const minute = 60_000;
const delays = [10_000, minute, 5 * minute, 15 * minute, 60 * minute, 3 * 60 * minute];

/** When to try again after so many attempts; null once three days are over. */
const nextMailAttempt = (attempts: number, createdAt: Date, now: Date): Date | null => {
  const next = new Date(now.getTime() + (delays[attempts - 1] ?? 6 * 60 * minute));
  return next.getTime() - createdAt.getTime() > 3 * 24 * 60 * minute ? null : next;
};

/**
 * Whatever may have arrived is sent again seldom, and not for ever: a mail server that takes every mail and confirms none, or
 * a process that dies after each, must not fill a mailbox.
 */
const delaysInDoubt = [0, 5 * minute, 60 * minute, 6 * 60 * minute];

/** When to send again what is in doubt for the so manieth time; null when a person decides. */
const nextMailInDoubt = (doubts: number, now: Date): Date | null => {
  const delay = delaysInDoubt[doubts - 1];
  return delay === undefined ? null : new Date(now.getTime() + delay);
};

const givenUp = (now: Date, lastReason: string): Partial<MailDelivery> => ({
  state: 'failed',
  doneAt: now,
  lastReason,
});

/** What becomes of a row whose mail was in the air when its process died; null when it may be sent right now. */
export const delayedByDoubt = ({ doubts = 1 }: MailDelivery, now: Date): Partial<MailDelivery> | null => {
  const lastReason = `handed over ${doubts} times and never heard of`;
  const next = nextMailInDoubt(doubts, now);
  if (!next) return givenUp(now, lastReason);
  return next > now ? { state: 'pending', dueAt: next, lastReason } : null;
};

/** What becomes of a row after a mail server had its say, or could not say it. */
export const afterHandOver = (row: MailDelivery, handOver: HandOver, now: Date): Partial<MailDelivery> => {
  if (handOver.outcome === 'accepted') return { state: 'sent', doneAt: now, lastReason: undefined };
  const { outcome, reason: lastReason } = handOver;
  if (outcome === 'refused') return givenUp(now, lastReason);
  const isInDoubt = handOver.isInDoubt ?? false;
  const doubts = (row.doubts ?? 0) + (isInDoubt ? 1 : 0);
  const doubt = isInDoubt ? { inDoubt: true, doubts } : {};
  const next = nextMailAttempt(row.attempts, row.createdAt, now);
  const doubted = isInDoubt ? nextMailInDoubt(doubts, now) : now;
  if (!next || !doubted) return { ...givenUp(now, lastReason), ...doubt };
  const dueAt = new Date(Math.max(next.getTime(), doubted.getTime()));
  return { state: 'pending', dueAt, lastReason, ...doubt };
};

/** When to look again for an address that the service which knows it could not tell. */
export const afterSilence = (now: Date): Partial<MailDelivery> => ({
  state: 'pending',
  dueAt: new Date(now.getTime() + minute / 2),
  lastReason: 'nobody could tell the address',
});

export const isNotice = ({ kind }: Pick<MailDelivery, 'kind'>): boolean => kind === 'notice' || kind === 'notices';

/** What one person is sent in a day, at most; the rest comes the next day. No subscription wants so much: something is wrong. */
export const mostADay = 50;
export const day = 24 * 60 * minute;

/** Somebody waits for these, or must know now: they go before letters to thousands, and wait for no place. */
const first: readonly MailKind[] = ['confirm', 'preferences', 'trial', 'notice'];
export const goesFirst = ({ kind }: Pick<MailDelivery, 'kind'>): boolean => first.includes(kind);

/** What becomes of a row whose turn comes later. */
export const waitsUntil = (dueAt: Date, lastReason: string): Partial<MailDelivery> => ({
  state: 'pending',
  dueAt,
  lastReason,
});
