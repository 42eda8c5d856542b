import { canonicalQuery, filterInWords, type ResourceFilter } from '#contracts';
import { nextDigestAt, type Rhythm, rhythmInWords } from './rhythm.ts';
import { TooManySubscriptions } from './subscriber.problems.ts';

/**
 * | status       | receives | next                                                       |
 * |--------------|----------|------------------------------------------------------------|
 * | pending      | nothing  | confirmed by its link, or forgotten after thirty days      |
 * | confirmed    | mail     | paused, or unsubscribed                                    |
 * | paused       | nothing  | confirmed again when its reader says so                    |
 * | unsubscribed | nothing  | asked for anew                                             |
 */
export type SubscriptionStatus = 'pending' | 'confirmed' | 'paused' | 'unsubscribed';

/** What a person asked to receive by mail: a filter, and a rhythm. */
export interface Subscription extends Rhythm {
  readonly id: string;
  readonly filter: ResourceFilter;
  readonly status: SubscriptionStatus;
  readonly askedAt: Date;
  readonly confirmedAt: Date | null;
  readonly endedAt?: Date | undefined;
  /** When its next digest is due; null while there is none to come. */
  readonly nextAt: Date | null;
  /** What was heard until then was told by its digests; null before the first. */
  readonly toldUntil: Date | null;
}

/** One address is one person, whatever they subscribed to. */
export interface Subscriber {
  /** Hash of the address. */
  readonly _id: string;
  /** Counts the writes, and guards them. */
  readonly v: number;
  readonly email: string;
  /** Of a mailing list (Sympa, Mailman): who answers for it. Its links go to them, and to nobody who reads the list. */
  readonly owner?: string | undefined;
  readonly createdAt: Date;
  readonly subscriptions: readonly Subscription[];
  /** Only ever added to: what was said, and when. The proof of consent (RGPD, art. 7.1). */
  readonly consent: readonly ConsentEntry[];
}

/** How somebody said it. */
export interface Said {
  readonly via: 'request' | 'link' | 'preferences' | 'one-click' | 'mail' | 'import';
  /** Truncated: the network, not the machine. */
  readonly from?: string | undefined;
  /** Where consent was given elsewhere before, as it was proven to us. */
  readonly proof?: string | undefined;
}

export interface ConsentEntry extends Said {
  readonly at: Date;
  readonly what: 'asked' | 'confirmed' | 'changed' | 'paused' | 'resumed' | 'unsubscribed';
  readonly subscription: string;
  /** The words that were shown, and which edition of them. */
  readonly text: string;
  readonly textVersion: number;
}

export const consentTextVersion = 2;
const consentText = ({ filter, ...rhythm }: Rhythm & { filter: ResourceFilter }): string =>
  `Recevoir par courriel, ${rhythmInWords(rhythm)}, les ressources d’Essaim : ${filterInWords(filter)}.`;

/** What is wished for, without who wishes it. */
export interface Wish extends Rhythm {
  readonly filter: ResourceFilter;
}

/** How long a link that confirms, or that opens preferences, works. */
export const linkDays = 7;
export const dayMs = 24 * 3600 * 1000;
/** The same person asking for the same within this time gets no second mail. */
export const askAgainMs = 10 * 60 * 1000;
/** Of one address, those that are not ended. */
export const mostSubscriptions = 20;

export const isReceiving = ({ status }: Subscription): boolean => status === 'confirmed';
export const isKnown = ({ subscriptions }: Subscriber): boolean =>
  subscriptions.some(({ status }) => status === 'confirmed' || status === 'paused');
export const isOpen = ({ status, askedAt }: Subscription, now: Date): boolean =>
  status === 'pending' && now.getTime() - askedAt.getTime() < linkDays * dayMs;

/** What changes of a person: the rest stays as it is. */
export type Changes = Pick<Subscriber, 'subscriptions' | 'consent'>;

/** What of a rhythm makes a difference to when mail comes. */
const rhythmKey = ({ frequency, at: { day, hour, timeZone } }: Rhythm): string =>
  frequency === 'immediate' ? frequency : [frequency, frequency === 'daily' ? 0 : day, hour, timeZone].join(' ');

const sameWish = (a: Wish, b: Wish): boolean =>
  rhythmKey(a) === rhythmKey(b) && canonicalQuery(a.filter) === canonicalQuery(b.filter);

/** The subscription that says the same already: asking twice is asking once. */
export const alreadyWished = ({ subscriptions }: Subscriber, wish: Wish): Subscription | undefined =>
  subscriptions.find((subscription) => sameWish(subscription, wish));

const entry = (what: ConsentEntry['what'], of: Subscription, now: Date, said: Said): ConsentEntry => ({
  at: now,
  what,
  subscription: of.id,
  text: consentText(of),
  textVersion: consentTextVersion,
  ...said,
});

const replaced = (person: Subscriber, next: Subscription, consent: ConsentEntry): Changes => ({
  subscriptions: person.subscriptions.some(({ id }) => id === next.id)
    ? person.subscriptions.map((other) => (other.id === next.id ? next : other))
    : [...person.subscriptions, next],
  consent: [...person.consent, consent],
});

/** Asked for, once more or for the first time. @throws TooManySubscriptions (409) */
export const asking = (person: Subscriber, wish: Wish, id: string, now: Date, said: Said): Changes => {
  const { filter, frequency, at } = wish;
  const known = alreadyWished(person, wish);
  const live = person.subscriptions.filter(({ status }) => status !== 'unsubscribed');
  if (!known && live.length >= mostSubscriptions) throw new TooManySubscriptions();
  const fresh = { id, confirmedAt: null, toldUntil: null };
  const asked = { ...(known ?? fresh), filter, frequency, at, status: 'pending' as const, askedAt: now, nextAt: null };
  return replaced(person, asked, entry('asked', asked, now, said));
};

export const confirming = (person: Subscriber, subscription: Subscription, now: Date, said: Said): Changes => {
  const nextAt = nextDigestAt(subscription, now);
  const next = { ...subscription, status: 'confirmed' as const, confirmedAt: now, nextAt };
  return replaced(person, next, entry('confirmed', next, now, said));
};

/** Another filter, or another rhythm. What was told stays told. */
export const changing = (
  person: Subscriber,
  subscription: Subscription,
  wish: Wish,
  now: Date,
  said: Said,
): Changes => {
  const { filter, frequency, at } = wish;
  const nextAt = isReceiving(subscription) ? nextDigestAt(wish, now) : null;
  const next = { ...subscription, filter, frequency, at, nextAt };
  return replaced(person, next, entry('changed', next, now, said));
};

export const pausing = (person: Subscriber, subscription: Subscription, now: Date, said: Said): Changes => {
  const next = { ...subscription, status: 'paused' as const, nextAt: null };
  return replaced(person, next, entry('paused', next, now, said));
};

/** From here on: what came meanwhile is told by the next digest, and by nothing when mail does not wait. */
export const resuming = (person: Subscriber, subscription: Subscription, now: Date, said: Said): Changes => {
  const next = { ...subscription, status: 'confirmed' as const, nextAt: nextDigestAt(subscription, now) };
  return replaced(person, next, entry('resumed', next, now, said));
};

export const leaving = (person: Subscriber, subscription: Subscription, now: Date, said: Said): Changes => {
  const next = { ...subscription, status: 'unsubscribed' as const, nextAt: null, endedAt: now };
  return replaced(person, next, entry('unsubscribed', next, now, said));
};
