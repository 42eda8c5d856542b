import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { announce, issueSent, matches, type ResourceFilter } from '#contracts';
import { Continuity } from '#messaging';
import { ConcurrentChange, Database, isDatabaseAway, type Lease, Leases } from '#persistence';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { deliveryId } from '../../ledger/ledger.ts';
import type { MailDelivery } from '../mail-delivery.ts';
import { MailQueue, row } from '../mail-queue.ts';
import { SubscriberRepository } from '../subscribers/subscriber.repository.ts';
import type { Subscriber } from '../subscribers/subscriber.ts';
import { IssueRepository } from './issue.repository.ts';
import { type Issue, moved, pathOf } from './issue.ts';
import { causeIdOf, versionKey } from './issue-letter.ts';

const everyMs = 5_000;
const leaseMs = 60_000;
const batch = 200;
/** A letter of digests is over when nothing of it waits, and its hour has passed long enough for all to be planned. */
const settledMs = 15 * 60_000;

/**
 * Plans approved letters, and says when one is over. One instance at a time; one that dies is followed by another, which
 * writes the same rows.
 */
@Injectable()
export class SendIssues {
  private readonly logger = new Logger(SendIssues.name);

  constructor(
    private readonly issues: IssueRepository,
    private readonly subscribers: SubscriberRepository,
    private readonly ledger: LedgerRepository,
    private readonly queue: MailQueue,
    private readonly leases: Leases,
    private readonly database: Database,
    private readonly continuity: Continuity,
  ) {}

  @Interval(everyMs)
  async onTime(): Promise<void> {
    await this.tick(new Date());
  }

  async tick(now: Date): Promise<void> {
    if (!this.database.isReady || !this.continuity.isKept) return;
    try {
      await this.leases.whileHeld('send-issues', leaseMs, async (lease) => {
        for (const issue of await this.issues.sending()) await this.work(issue, lease, now);
      });
    } catch (error) {
      // Stopped meanwhile: the next look sees it.
      if (!isDatabaseAway(error) && !(error instanceof ConcurrentChange)) this.logger.error(error);
    }
  }

  private async work(issue: Issue, lease: Lease, now: Date): Promise<void> {
    const isPlanned = issue.plannedAt !== null;
    if (!isPlanned && !(await this.plan(issue, lease, now))) return;
    const planned = isPlanned ? issue : await this.issues.store.save(issue, { plannedAt: now }, now);
    const { pending, sending, ...ended } = await this.ledger.progressOf(issue._id);
    const isSettled = issue.frequency === 'manual' || now.getTime() - (issue.issuedAt?.getTime() ?? 0) > settledMs;
    if (pending + sending > 0 || !isSettled) return;
    // Nobody was to have it: then it went out to nobody, and is only in the archive.
    const announced = ended.sent > 0 ? [announce(issueSent, factsOf(issue, now))] : [];
    await this.issues.store.save(planned, moved(planned, 'sent'), now, ...announced);
  }

  /** @returns whether everybody has a row: false when the lease was lost. */
  private async plan(issue: Issue, lease: Lease, now: Date): Promise<boolean> {
    let people: Subscriber[] = [];
    for await (const person of this.subscribers.receivingAnything()) {
      people.push(person);
      if (people.length < batch) continue;
      await this.write(issue, people, now);
      people = [];
      if (!(await this.leases.renew(lease, leaseMs))) return false;
    }
    await this.write(issue, people, now);
    return true;
  }

  /** To whoever asked for something of it that they have not had: nobody gets a letter without news. */
  private async write(issue: Issue, people: readonly Subscriber[], now: Date): Promise<void> {
    const told = await this.ledger.toldAmong(
      people.map(({ _id }) => _id),
      issue.resources,
    );
    await this.queue.add(people.flatMap((person) => rowFor(issue, person, told.get(person._id) ?? nothing, now)));
  }
}

const nothing: ReadonlySet<string> = new Set();

const factsOf = (issue: Issue, now: Date) => ({
  issueId: issue._id,
  title: issue.title,
  path: pathOf(issue._id),
  frequency: issue.frequency,
  sentAt: now.toISOString(),
  resources: [...issue.resources],
});

const rowFor = (issue: Issue, person: Subscriber, told: ReadonlySet<string>, now: Date): MailDelivery[] => {
  const fresh = issue.content.filter((resource) => !told.has(versionKey(resource)));
  const subscription = person.subscriptions.find(
    ({ status, filter }) => status === 'confirmed' && fresh.some((resource) => isFor(filter, resource)),
  );
  if (!subscription) return [];
  const cause = causeIdOf(issue._id);
  const about = { tells: fresh.map(versionKey), resources: issue.resources };
  // One for each person, whichever of their subscriptions it is for.
  const mail = { ...row(cause, subscription.id, 'issue', person._id, now, about), issue: issue._id };
  return [{ ...mail, _id: deliveryId(cause, 'mail', person._id) }];
};

const isFor = (filter: ResourceFilter, resource: Issue['content'][number]): boolean => {
  try {
    return matches(filter, resource);
  } catch {
    return false;
  }
};
