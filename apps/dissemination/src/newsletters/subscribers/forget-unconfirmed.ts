import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Database, isDatabaseAway } from '#persistence';
import { SubscriberRepository } from './subscriber.repository.ts';
import { dayMs, type Subscriber } from './subscriber.ts';

const everyMs = 3_600_000;
/** What was asked for and never confirmed is forgotten, and with it whoever has nothing else. */
export const unconfirmedDays = 30;
/** Whoever left is kept as long as the proof of their consent may be asked for; then their hash is all that stays. */
export const leftDays = 3 * 365;

/** Keeps nobody longer than needed. Any number of instances may do it: each write is guarded. */
@Injectable()
export class ForgetUnconfirmed {
  private readonly logger = new Logger(ForgetUnconfirmed.name);

  constructor(
    private readonly subscribers: SubscriberRepository,
    private readonly database: Database,
  ) {}

  @Interval(everyMs)
  async tick(now = new Date()): Promise<void> {
    if (!this.database.isReady) return;
    for await (const person of this.subscribers.forgettable(before(now, unconfirmedDays))) {
      await this.forget(person, now).catch((error: unknown) => {
        if (!isDatabaseAway(error)) this.logger.error(error);
      });
    }
  }

  private async forget({ _id }: Subscriber, now: Date): Promise<void> {
    const after = await this.subscribers.change(
      () => this.subscribers.find(_id),
      (person) => {
        const kept = person.subscriptions.filter((one) => !isForgotten(one, now));
        const ids = new Set(kept.map(({ id }) => id));
        if (kept.length === person.subscriptions.length) return null;
        return { subscriptions: kept, consent: person.consent.filter(({ subscription }) => ids.has(subscription)) };
      },
    );
    // Guarded by the version: whoever asked meanwhile stays.
    if (after?.subscriptions.length === 0) await this.subscribers.eraseEmpty(_id, after.v);
  }
}

const before = (now: Date, days: number): Date => new Date(now.getTime() - days * dayMs);

const isForgotten = ({ status, askedAt, endedAt }: Subscriber['subscriptions'][number], now: Date): boolean =>
  (status === 'pending' && askedAt < before(now, unconfirmedDays)) ||
  (status === 'unsubscribed' && endedAt !== undefined && endedAt < before(now, leftDays));
