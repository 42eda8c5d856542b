import { Injectable } from '@nestjs/common';
import { canonicalQuery } from '#contracts';
import { isDuplicateKey, newId } from '#persistence';
import { personOf } from '../ledger/ledger.ts';
import { MailQueue } from './mail-queue.ts';
import { SubscriptionRepository } from './subscription.repository.ts';
import { askAgainMs, consentText, type NewSubscription, type Subscription } from './subscription.ts';

/** Takes a wish for mail and asks its address to confirm. Says the same to everyone, whether we know them or not. */
@Injectable()
export class Subscribe {
  constructor(
    private readonly subscriptions: SubscriptionRepository,
    private readonly queue: MailQueue,
  ) {}

  async execute({ email, filter }: NewSubscription, now: Date): Promise<void> {
    const person = personOf(email);
    const wish = `${person} immediate ${canonicalQuery(filter)}`;
    const known = await this.subscriptions.findByWish(wish);
    if (known) return this.again(known, now);
    const subscription: Subscription = {
      _id: newId(),
      email,
      person,
      frequency: 'immediate',
      filter,
      status: 'pending',
      wish,
      createdAt: now,
      askedAt: now,
      confirmedAt: null,
      consent: [{ at: now, what: 'asked', text: consentText }],
    };
    try {
      await this.subscriptions.add(subscription);
    } catch (error) {
      // The same wish twice at once: the other one asks for confirmation.
      if (isDuplicateKey(error)) return;
      throw error;
    }
    await this.queue.confirmation(subscription, now);
  }

  private async again(known: Subscription, now: Date): Promise<void> {
    // Who receives already goes on receiving: asking again resets nothing.
    if (known.status === 'confirmed') return;
    const isSoon = now.getTime() - known.askedAt.getTime() < askAgainMs;
    if (!isSoon || known.status === 'unsubscribed') await this.subscriptions.askAgain(known._id, now);
    await this.queue.confirmation(isSoon && known.status === 'pending' ? known : { ...known, askedAt: now }, now);
  }
}
