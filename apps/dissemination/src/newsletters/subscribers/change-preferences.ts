import { Injectable } from '@nestjs/common';
import { newId } from '#persistence';
import { NotFound } from '#platform';
import { ConfirmSubscription } from './confirm-subscription.ts';
import { Leave } from './leave.ts';
import type { PreferencesAction } from './preferences.form.ts';
import { SubscriberRepository } from './subscriber.repository.ts';
import {
  alreadyWished,
  asking,
  type Changes,
  changing,
  confirming,
  isReceiving,
  pausing,
  resuming,
  type Said,
  type Subscriber,
  type Subscription,
} from './subscriber.ts';

/** What somebody does with their own subscriptions, behind the link that was mailed to them. */
@Injectable()
export class ChangePreferences {
  constructor(
    private readonly subscribers: SubscriberRepository,
    private readonly confirmation: ConfirmSubscription,
    private readonly leave: Leave,
  ) {}

  /** @throws NotFound @throws TooManySubscriptions (409) */
  async execute(person: string, act: PreferencesAction, now: Date, said: Said): Promise<void> {
    switch (act.action) {
      case 'leave':
        return this.leave.all(person, now, said);
      case 'erase':
        return this.leave.erase(person, now);
      case 'remove':
        await this.ownOf(person, act.id);
        return this.leave.one(act.id, now, said);
      case 'confirm':
        await this.ownOf(person, act.id);
        await this.confirmation.execute(act.id, now, said);
        return;
      case 'add':
        return this.change(person, (known) => adding(known, act, now, said));
      default:
        return this.change(person, (known) => changed(known, act, now, said));
    }
  }

  private async change(person: string, decide: (known: Subscriber) => Changes | null): Promise<void> {
    const known = await this.subscribers.change(() => this.subscribers.find(person), decide);
    if (!known) throw new NotFound();
  }

  private async ownOf(person: string, id: string): Promise<void> {
    const known = await this.subscribers.find(person);
    if (!known || !subscriptionIn(known, id)) throw new NotFound();
  }
}

const subscriptionIn = ({ subscriptions }: Subscriber, id: string): Subscription | undefined =>
  subscriptions.find((one) => one.id === id && one.status !== 'unsubscribed');

/** Confirmed at once: the link came by mail to the very address. */
const adding = (
  known: Subscriber,
  { wish }: Extract<PreferencesAction, { action: 'add' }>,
  now: Date,
  said: Said,
): Changes | null => {
  const same = alreadyWished(known, wish);
  if (same && isReceiving(same)) return null;
  const asked = { ...known, ...asking(known, wish, newId(), now, said) };
  const subscription = alreadyWished(asked, wish);
  return subscription ? confirming(asked, subscription, now, said) : null;
};

const changed = (
  known: Subscriber,
  act: Extract<PreferencesAction, { id: string }>,
  now: Date,
  said: Said,
): Changes | null => {
  const subscription = subscriptionIn(known, act.id);
  if (!subscription) throw new NotFound();
  switch (act.action) {
    case 'change':
      return changing(known, subscription, act.wish, now, said);
    case 'pause':
      return isReceiving(subscription) ? pausing(known, subscription, now, said) : null;
    case 'resume':
      return subscription.status === 'paused' ? resuming(known, subscription, now, said) : null;
    default:
      return null;
  }
};
