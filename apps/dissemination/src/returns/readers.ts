import { Injectable } from '@nestjs/common';
import { personContacts } from '#contracts';
import { Queries } from '#messaging';
import { personOf } from '../ledger/ledger.ts';
import { SubscriptionRepository } from '../newsletters/subscription.repository.ts';

/** Whose a recipient of the ledger is, and how a subscription ends: all that what comes back needs to know of people. */
@Injectable()
export class Readers {
  constructor(
    private readonly subscriptions: SubscriptionRepository,
    private readonly queries: Queries,
  ) {}

  /** Hash of the address behind a subscription, or behind a member; null when there is none any more. */
  async person(recipient: string): Promise<string | null> {
    const subscription = await this.subscriptions.find(recipient);
    if (subscription) return subscription.person;
    const { items } = await this.queries.ask(personContacts, { ids: [recipient] });
    return items[0] ? personOf(items[0].email) : null;
  }

  async leave(subscription: string, now: Date): Promise<void> {
    await this.subscriptions.unsubscribe(subscription, now);
  }
}
