import { Injectable } from '@nestjs/common';
import { SubscriberRepository } from './subscriber.repository.ts';
import { confirming, isOpen, type Said } from './subscriber.ts';
import { SuppressionRepository } from './suppression.repository.ts';

/** Somebody pressed the button behind a link that was mailed to them. */
@Injectable()
export class ConfirmSubscription {
  constructor(
    private readonly subscribers: SubscriberRepository,
    private readonly suppressions: SuppressionRepository,
  ) {}

  /** @returns whether it is confirmed now: pressing twice is pressing once. */
  async execute(id: string, now: Date, said: Said): Promise<boolean> {
    const person = await this.subscribers.change(
      () => this.subscribers.findBySubscription(id),
      (known) => {
        const subscription = known.subscriptions.find((one) => one.id === id);
        return subscription && isOpen(subscription, now) ? confirming(known, subscription, now, said) : null;
      },
    );
    const status = person?.subscriptions.find((one) => one.id === id)?.status;
    const isDone = status === 'confirmed' || status === 'paused';
    if (person && isDone) await this.suppressions.lift(person._id);
    return isDone;
  }
}
