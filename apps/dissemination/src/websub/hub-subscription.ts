import { createHash } from 'node:crypto';
import { z } from 'zod';
import { issue, webAddress } from '#contracts';
import type { Delivery } from '../ledger/ledger.ts';

const day = 24 * 3600;
export const lease = { usual: 10 * day, shortest: 3600, longest: 30 * day } as const;

/** Somebody to whom a feed is sent when it changes (W3C WebSub). */
export interface HubSubscription {
  /** Of topic and callback: asking again renews. */
  readonly _id: string;
  /** As the subscriber wrote it: they know it by that. */
  readonly topic: string;
  readonly callback: string;
  /** Sealed; what is sent is signed with it. */
  readonly secret: string | null;
  readonly since: Date;
  readonly leaseUntil: Date;
  /** When sending began to fail; null while it works. */
  readonly failingSince: Date | null;
  /** Of what was sent last: the same is not sent twice. */
  readonly lastSent: string | null;
}

export const hubSubscriptionId = (topic: string, callback: string): string =>
  createHash('sha256').update(`${topic}\n${callback}`).digest('base64url');

/** What was asked of the hub, until the subscriber has confirmed it. */
export interface Intent {
  readonly mode: 'subscribe' | 'unsubscribe';
  readonly topic: string;
  readonly callback: string;
  readonly secret: string | null;
  readonly leaseSeconds: number;
}

export interface HubDelivery extends Delivery {
  readonly kind: 'verify' | 'distribute';
  /** Where it goes, so that nobody has us knock there too often. */
  readonly callbackOrigin: string;
  readonly claim?: string | undefined;
  readonly lastReason?: string | undefined;
}

const tooLong = {
  code: 'too-long',
  fr: 'Le secret doit faire moins de 200 octets.',
  en: 'The secret must be under 200 bytes.',
};
const unusable = {
  code: 'invalid-url',
  fr: 'L’adresse de rappel ne doit avoir ni fragment, ni identifiants.',
  en: 'The callback must have no fragment and no credentials.',
};

/** The form that a subscriber posts, checked. Parameters that we do not know are ignored, as WebSub wants. */
export const hubRequest = z.object({
  'hub.mode': z.enum(['subscribe', 'unsubscribe']),
  'hub.topic': z.string().min(1).max(2_000),
  'hub.callback': webAddress.check((context) => {
    const { hash, username, password } = new URL(context.value);
    if (hash || username || password) context.issues.push(issue(unusable, context.value));
  }),
  'hub.lease_seconds': z.coerce.number().int().positive().optional(),
  'hub.secret': z
    .string()
    .min(1)
    .check((context) => {
      if (Buffer.byteLength(context.value) >= 200) context.issues.push(issue(tooLong, context.value));
    })
    .optional(),
});

/** No lease is for ever, none is too short to be of use. */
export const leaseFor = (asked: number | undefined): number =>
  Math.min(Math.max(asked ?? lease.usual, lease.shortest), lease.longest);

/** After so many failures in a row; then it is given up until the feed changes again. */
const retryDelaysMs = [5_000, 60_000, 600_000, 3_600_000, 3 * 3_600_000, 6 * 3_600_000];
const verifyDelaysMs = [5_000, 60_000];

export const nextHubAttempt = (kind: HubDelivery['kind'], attempts: number, now: Date): Date | null => {
  const delay = (kind === 'verify' ? verifyDelaysMs : retryDelaysMs)[attempts - 1];
  return delay === undefined ? null : new Date(now.getTime() + delay);
};

/** Who has not taken anything for so long is forgotten. */
export const mostFailingMs = 3 * day * 1_000;
