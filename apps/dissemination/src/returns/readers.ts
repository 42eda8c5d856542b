import { Injectable } from '@nestjs/common';
import { personContacts } from '#contracts';
import { Queries } from '#messaging';
import { personOf } from '../ledger/ledger.ts';
import { Leave } from '../newsletters/subscribers/leave.ts';
import { SubscriberRepository } from '../newsletters/subscribers/subscriber.repository.ts';

/** Whose a recipient of the ledger is, and how a subscription ends: all that what comes back needs to know of people. */
@Injectable()
export class Readers {
  constructor(
    private readonly subscribers: SubscriberRepository,
    private readonly leaving: Leave,
    private readonly queries: Queries,
  ) {}

  /** Hash of the address behind a subscription, or behind a member; null when there is none any more. */
  async person(recipient: string): Promise<string | null> {
    const addressed = await this.subscribers.address(recipient);
    if (addressed) return addressed.person;
    const { items } = await this.queries.ask(personContacts, { ids: [recipient] });
    return items[0] ? personOf(items[0].email) : null;
  }

  /** Whether many read it behind one address: what one of them says is not said for the others. */
  async isList(recipient: string): Promise<boolean> {
    return (await this.subscribers.address(recipient))?.owner !== undefined;
  }

  async leave(subscription: string, now: Date): Promise<void> {
    await this.leaving.one(subscription, now, { via: 'mail' });
  }
}
