import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { filter } from '#contracts';
import { newId } from '#persistence';
import { truncatedAddress } from '#platform';
import { personOf } from '../../ledger/ledger.ts';
import { MailQueue } from '../mail-queue.ts';
import { checkDay, rhythmFields } from './rhythm.ts';
import { SomebodyElses } from './subscriber.problems.ts';
import { SubscriberRepository } from './subscriber.repository.ts';
import {
  alreadyWished,
  askAgainMs,
  asking,
  isKnown,
  isOpen,
  isReceiving,
  mostSubscriptions,
  type Subscriber,
  type Subscription,
  type Wish,
} from './subscriber.ts';
import { type Asker, SubscriptionLimits } from './subscription-limits.ts';

export const newSubscription = z
  .strictObject({
    email: z.email().max(254),
    ...rhythmFields,
    filter: filter.default({}),
    /** Of a mailing list: who answers for it. */
    owner: z.email().max(254).optional(),
  })
  .check(checkDay as never);
export type NewSubscription = z.output<typeof newSubscription>;

/**
 * Takes a wish for mail. An address that we do not know is asked to confirm it; one that we do gets the link to its
 * preferences, where the wish waits. Says the same to everyone.
 */
@Injectable()
export class Subscribe {
  constructor(
    private readonly subscribers: SubscriberRepository,
    private readonly queue: MailQueue,
    private readonly limits: SubscriptionLimits,
  ) {}

  /** @throws TooManyRequests (429) @throws SomebodyElses (409) */
  async execute({ email, owner, ...wish }: NewSubscription, asker: Asker, now: Date): Promise<void> {
    await this.limits.countRequest(asker, email, now);
    const person = personOf(email);
    const before = await this.subscribers.findOrMake(person, email, now, owner);
    // Nobody else takes over an address, or a list.
    if (owner && before.owner !== owner) throw new SomebodyElses();
    const wasKnown = isKnown(before);
    if (!isNews(before, wish, now) && !wasKnown) return;
    // Silently: whoever asks learns nothing of an address.
    if (!(await this.limits.mayWriteTo(person, now))) return;
    const after = await this.keep(person, wish, asker.ip, now);
    if (wasKnown) return this.queue.preferences(person, now);
    const asked = after && alreadyWished(after, wish);
    if (asked?.status === 'pending') await this.queue.confirmation(person, asked, now);
  }

  private keep(person: string, wish: Wish, ip: string, now: Date): Promise<Subscriber | null> {
    const said = { via: 'request', from: truncatedAddress(ip) } as const;
    return this.subscribers.change(
      () => this.subscribers.find(person),
      (known) => (isNews(known, wish, now) && hasRoom(known) ? asking(known, wish, newId(), now, said) : null),
    );
  }
}

/** Whoever receives it already goes on receiving, and whoever asked for it just now has the mail: asking again resets nothing. */
const isNews = (person: Subscriber, wish: Wish, now: Date): boolean => {
  const known: Subscription | undefined = alreadyWished(person, wish);
  if (!known) return true;
  if (isReceiving(known) || known.status === 'paused') return false;
  return !isOpen(known, now) || now.getTime() - known.askedAt.getTime() >= askAgainMs;
};

const hasRoom = ({ subscriptions }: Subscriber): boolean =>
  subscriptions.filter(({ status }) => status !== 'unsubscribed').length < mostSubscriptions;
