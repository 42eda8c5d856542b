import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Continuity, Wake } from '#messaging';
import { Database, isDatabaseAway, isDuplicateKey, type Lease, Leases } from '#persistence';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { issueOf } from '../issues/issue.ts';
import type { MailDelivery } from '../mail-delivery.ts';
import { row } from '../mail-queue.ts';
import { type GatheredFrequency, nextDigestAt, slotDay } from '../subscribers/rhythm.ts';
import { SubscriberRepository } from '../subscribers/subscriber.repository.ts';
import type { Subscriber, Subscription } from '../subscribers/subscriber.ts';
import { type DigestContent, digestFor, type News } from './digest.ts';
import { GatherNews } from './gather-news.ts';

const everyMs = 10_000;
const leaseMs = 60_000;
const renewedEvery = 100;
const attempts = 5;

/**
 * Makes the digests that are due. One instance at a time, while its lease lasts; a digest is one row of the ledger, named
 * after its subscription and its day, so that a tick that is missed, doubled or killed in the middle makes one all the same.
 */
@Injectable()
export class MakeDigests {
  private readonly logger = new Logger(MakeDigests.name);

  constructor(
    private readonly subscribers: SubscriberRepository,
    private readonly ledger: LedgerRepository,
    private readonly gather: GatherNews,
    private readonly leases: Leases,
    private readonly database: Database,
    private readonly continuity: Continuity,
    private readonly wake: Wake,
  ) {}

  @Interval(everyMs)
  async onTime(): Promise<void> {
    await this.tick(new Date());
  }

  /** @returns for how many people something was due; none while another instance is at it. */
  async tick(now: Date): Promise<number> {
    // An older copy of the database has forgotten what was told since.
    if (!this.database.isReady || !this.continuity.isKept) return 0;
    try {
      return (await this.leases.whileHeld('make-digests', leaseMs, (lease) => this.planAll(now, lease))) ?? 0;
    } catch (error) {
      if (!isDatabaseAway(error)) this.logger.error(error);
      return 0;
    }
  }

  private async planAll(now: Date, lease: Lease): Promise<number> {
    let news: News | undefined;
    let planned = 0;
    for await (const person of this.subscribers.due(now)) {
      news ??= await this.gather.execute(now);
      await this.planFor(person, news, now);
      planned += 1;
      if (planned % renewedEvery === 0 && !(await this.leases.renew(lease, leaseMs))) return planned;
    }
    if (planned) this.wake.call('mail');
    return planned;
  }

  /** Guarded by the version of the person: whoever plans too late, or against a choice made meanwhile, moves nothing. */
  private async planFor(person: Subscriber, news: News, now: Date): Promise<void> {
    const subscriptions: Subscription[] = [];
    for (const one of person.subscriptions) {
      const isDue = one.status === 'confirmed' && one.nextAt !== null && one.nextAt <= now;
      subscriptions.push(isDue ? await this.planned(person, one, news, now) : one);
    }
    await this.subscribers.savePlan(person, subscriptions);
  }

  private async planned(person: Subscriber, one: Subscription, news: News, now: Date): Promise<Subscription> {
    // Slots that passed unseen are one digest: the next is the first to come.
    return { ...one, toldUntil: await this.keep(person, one, news, now), nextAt: nextDigestAt(one, now) };
  }

  /** @returns up to when its reader is told now. */
  private async keep(person: Subscriber, one: Subscription, news: News, now: Date): Promise<Date> {
    const day = slotDay(one.nextAt ?? now, one.at.timeZone);
    // It leaves at once, whatever moment it is made for: a demonstration may make tomorrow's.
    const mail = { ...row(`digest-${one.id}-${day}`, one.id, 'digest', person._id, now), dueAt: new Date() };
    const issue = issueOf(one.frequency as GatheredFrequency, day);
    for (let attempt = 1; ; attempt += 1) {
      const made = await this.ledger.find<MailDelivery>(mail._id);
      if (made) return made.createdAt;
      try {
        const content = await this.contentFor(person, one, news, now);
        if (content.items.length) await this.ledger.insert<MailDelivery>({ ...mail, ...content, issue });
        return now;
      } catch (error) {
        // Told meanwhile by another mail, or made by another instance: look again.
        if (!isDuplicateKey(error) || attempt === attempts) throw error;
      }
    }
  }

  private async contentFor(person: Subscriber, one: Subscription, news: News, now: Date): Promise<DigestContent> {
    const history = await this.ledger.toldTo(person._id, news.resources);
    return digestFor({ filter: one.filter, toldUntil: one.toldUntil, ...history }, news, now);
  }
}
