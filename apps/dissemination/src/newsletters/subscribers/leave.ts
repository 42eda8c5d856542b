import { Injectable } from '@nestjs/common';
import { SubscriberRepository } from './subscriber.repository.ts';
import { type Changes, isKnown, leaving, type Said, type Subscriber } from './subscriber.ts';
import { SuppressionRepository } from './suppression.repository.ts';

/** Ends subscriptions. What was to be sent for them is not sent any more, even when it waits already. */
@Injectable()
export class Leave {
  constructor(
    private readonly subscribers: SubscriberRepository,
    private readonly suppressions: SuppressionRepository,
  ) {}

  async one(id: string, now: Date, said: Said): Promise<void> {
    const person = await this.subscribers.change(
      () => this.subscribers.findBySubscription(id),
      (known) => {
        const subscription = known.subscriptions.find((one) => one.id === id);
        const isLive = subscription && subscription.status !== 'unsubscribed';
        return isLive ? leaving(known, subscription, now, said) : null;
      },
    );
    // Nothing is left: no import brings them back.
    if (person && !isKnown(person)) await this.suppressions.add(person._id, 'left', now);
  }

  async all(person: string, now: Date, said: Said): Promise<void> {
    await this.subscribers.change(
      () => this.subscribers.find(person),
      (known) => leavingAll(known, now, said),
    );
    await this.suppressions.add(person, 'left', now);
  }

  /** Only the hash of the address stays, so that it is never written to again unless its owner asks. */
  async erase(person: string, now: Date): Promise<void> {
    // First: whoever imports at this very moment finds it.
    await this.suppressions.add(person, 'erased', now);
    await this.subscribers.erase(person);
  }
}

const leavingAll = (person: Subscriber, now: Date, said: Said): Changes | null => {
  const live = person.subscriptions.filter(({ status }) => status !== 'unsubscribed');
  let left = person;
  for (const one of live) left = { ...left, ...leaving(left, one, now, said) };
  return live.length ? left : null;
};
