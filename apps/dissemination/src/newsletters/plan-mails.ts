import { Inject, Injectable } from '@nestjs/common';
import {
  resourceConfirmed,
  resourceCreditRemoved,
  resourceFlagged,
  resourceLabelled,
  resourcePublished,
  resourceRestored,
  resourceRevised,
  resourceSuspended,
  resourceUnlabelled,
  resourceWithdrawn,
} from '#contracts';
import { type AnnouncedAs, OnEventWith } from '#messaging';
import { LedgerRepository } from '../ledger/ledger.repository.ts';
import { mailCauseId } from '../ledger/ledger.ts';
import { isMeantFor } from '../ledger/meant-for.ts';
import { PublicOrigin } from '../public-origin.ts';
import { MOST_ALONE, windowEnd, windowMs } from './digests/gathering.ts';
import { TellingRepository } from './digests/telling.repository.ts';
import { concerns, type Telling, type ToldEvent, tellingOf } from './digests/telling.ts';
import type { MailDelivery } from './mail-delivery.ts';
import { MailQueue, row } from './mail-queue.ts';
import { SubscriberRepository } from './subscribers/subscriber.repository.ts';
import type { Subscriber } from './subscribers/subscriber.ts';
import { TakeNameOff } from './take-name-off.ts';

const batch = 500;

/** Somebody whom it concerns, by which of their subscriptions; one whose filter cannot be read is shown, and not written to. */
interface Wanted {
  readonly person: string;
  readonly subscription: string;
  readonly isUnreadable: boolean;
}

/**
 * What becomes of a resource goes at once to everyone who asked for such things so, and is kept for the digests of the
 * others. When much comes within ten minutes, the rest is one mail at their end.
 */
@Injectable()
export class PlanMails {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly tellings: TellingRepository,
    private readonly subscribers: SubscriberRepository,
    private readonly queue: MailQueue,
    private readonly origin: PublicOrigin,
    private readonly names: TakeNameOff,
    @Inject(MOST_ALONE) private readonly mostAlone: number,
  ) {}

  /** One event after the other: what a person had lately is counted before the next. */
  @OnEventWith(
    { concurrency: 1 },
    resourcePublished,
    resourceRevised,
    resourceLabelled,
    resourceUnlabelled,
    resourceFlagged,
    resourceConfirmed,
    resourceSuspended,
    resourceRestored,
    resourceWithdrawn,
    resourceCreditRemoved,
  )
  async whenAnnounced(event: ToldEvent | AnnouncedAs<typeof resourceCreditRemoved>): Promise<void> {
    // Told to nobody; in its turn here, so that what was told before it is kept by now.
    if (event.type === resourceCreditRemoved.type) return this.names.execute(event.data.resource.id, new Date());
    // Told again for read models that were lost: whoever was to hear of it has.
    if (event.reannounced) return;
    const now = new Date();
    const telling = tellingOf(event, now);
    await this.tellings.keep(telling);
    await this.ledger.keepCause({
      _id: mailCauseId(event.id),
      type: `resource.${telling.kind}`,
      occurredAt: event.occurredAt,
      data: JSON.stringify(this.origin.resource(telling.resource)),
    });
    const had = telling.kind === 'published' ? nobody : await this.ledger.peopleTold(telling.resourceId);
    let wanted: Wanted[] = [];
    for await (const person of this.subscribers.receiving('immediate')) {
      wanted.push(...wantedBy(person, telling, had.has(person._id), event.occurredAt));
      if (wanted.length < batch) continue;
      await this.write(telling, wanted, now);
      wanted = [];
    }
    await this.write(telling, wanted, now);
  }

  private async write(telling: Telling, wanted: readonly Wanted[], now: Date): Promise<void> {
    const people = wanted.filter(({ isUnreadable }) => !isUnreadable);
    const lately = await this.ledger.mailsSince(
      people.map(({ person }) => person),
      new Date(now.getTime() - windowMs),
    );
    const isAlone = ({ person }: Wanted) => (lately.get(person) ?? 0) < this.mostAlone;
    await this.queue.add(
      wanted.filter((one) => one.isUnreadable || isAlone(one)).map((one) => alone(telling, one, now)),
    );
    for (const one of people.filter((each) => !isAlone(each))) await this.gather(telling, one, now);
  }

  /** Into the mail at the end of the window; when that one is leaving already, into the next. */
  private async gather(telling: Telling, { person, subscription }: Wanted, now: Date): Promise<void> {
    for (let dueAt = windowEnd(person, now); ; dueAt = windowEnd(person, dueAt)) {
      const mail = row(`together-${person}-${dueAt.getTime()}`, subscription, 'digest', person, now);
      // Named after the person alone: whichever subscription of theirs came first.
      const together = { ...mail, _id: `${mail.cause}|mail`, dueAt };
      if (await this.ledger.addTo(together, telling.key, { telling: telling._id }, telling.resourceId)) return;
    }
  }
}

const nobody: ReadonlySet<string> = new Set();

const wantedBy = (
  { _id, subscriptions }: Subscriber,
  telling: Telling,
  hadIt: boolean,
  occurredAt: string,
): readonly Wanted[] => {
  const listening = subscriptions.filter(
    ({ status, frequency, confirmedAt }) =>
      status === 'confirmed' && frequency === 'immediate' && isMeantFor(occurredAt, confirmedAt),
  );
  const judged = listening.flatMap(({ id, filter }) => {
    try {
      return concerns(filter, hadIt, telling) ? [{ person: _id, subscription: id, isUnreadable: false }] : [];
    } catch {
      return [{ person: _id, subscription: id, isUnreadable: true }];
    }
  });
  const first = judged.find(({ isUnreadable }) => !isUnreadable);
  return [...judged.filter(({ isUnreadable }) => isUnreadable), ...(first ? [first] : [])];
};

const alone = (telling: Telling, { person, subscription, isUnreadable }: Wanted, now: Date): MailDelivery => {
  const { _id, kind, key, resourceId, version } = telling;
  const mail = (about = {}) => row(_id, subscription, kind, person, now, about);
  // Not about the resource: another subscription of the same person may still get it.
  return isUnreadable
    ? { ...mail(), state: 'failed', doneAt: now, lastReason: 'unreadable filter' }
    : mail({ resource: resourceId, version, tells: [key], resources: [resourceId] });
};
