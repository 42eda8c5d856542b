import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Wake } from '#messaging';
import { Database, isDatabaseAway } from '#persistence';
import { ChannelSwitch } from '../channels/channel-switch.ts';
import { HubRepository } from './hub.repository.ts';
import { type HubDelivery, type HubSubscription, mostFailingMs, nextHubAttempt } from './hub-subscription.ts';
import { type Ending, ReachSubscriber } from './reach-subscriber.ts';

const atOnce = 8;
const pollMs = 1_000;

/** Works off what the hub owes: each row is claimed before, marked after. */
@Injectable()
export class HubSender implements BeforeApplicationShutdown {
  private readonly logger = new Logger(HubSender.name);
  private readonly running = new Set<Promise<void>>();
  private readonly turns = new Map<string, Promise<void>>();
  private isStopping = false;

  constructor(
    private readonly hub: HubRepository,
    private readonly reach: ReachSubscriber,
    private readonly database: Database,
    private readonly taps: ChannelSwitch,
    wake: Wake,
  ) {
    wake.on('websub', () => this.start());
  }

  /** A wake-up call may be missed: the ledger is the truth. */
  @Interval(pollMs)
  start(): void {
    if (this.isStopping || !this.database.isReady || !this.taps.isOpen('websub') || this.running.size >= atOnce) return;
    const work = this.work()
      .catch((error: unknown) => {
        if (!isDatabaseAway(error)) this.logger.error(error);
      })
      .finally(() => this.running.delete(work));
    this.running.add(work);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await Promise.all(this.running);
  }

  private async work(): Promise<void> {
    while (!this.isStopping && this.taps.isOpen('websub')) {
      const row = await this.hub.claim(new Date());
      if (!row) return;
      // There may be more than one worker can do.
      this.start();
      await (row.kind === 'verify' ? this.verify(row) : this.distribute(row));
    }
  }

  private async verify(row: HubDelivery): Promise<void> {
    const intent = await this.hub.intent(row.cause);
    if (!intent) return this.hub.mark(row, { state: 'cancelled', doneAt: new Date() });
    const ending = await this.reach.verify(intent);
    if (ending.ending === 'done') {
      if (intent.mode === 'subscribe') await this.hub.keep(intent, new Date());
      else await this.hub.remove(row.recipient);
    }
    await this.mark(row, ending);
  }

  /** One at a time to each: what the one before sent is not sent again. */
  private async distribute(row: HubDelivery): Promise<void> {
    const before = this.turns.get(row.recipient) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(() => this.distributeNow(row));
    this.turns.set(row.recipient, turn);
    await turn.finally(() => {
      if (this.turns.get(row.recipient) === turn) this.turns.delete(row.recipient);
    });
  }

  private async distributeNow(row: HubDelivery): Promise<void> {
    const subscription = await this.hub.find(row.recipient, new Date());
    if (!subscription) return this.hub.mark(row, { state: 'cancelled', doneAt: new Date() });
    const ending = await this.reach.distribute(subscription, row.cause);
    await this.note(subscription, ending);
    await this.mark(row, ending);
  }

  /** Who says that they are gone, or takes nothing for days, is forgotten. */
  private async note({ _id, failingSince }: HubSubscription, ending: Ending): Promise<void> {
    const now = new Date();
    if (ending.ending === 'done') return this.hub.worked(_id, ending.sent ?? '');
    const isDead = failingSince !== null && now.getTime() - failingSince.getTime() > mostFailingMs;
    if (ending.ending === 'refused' || isDead) return this.hub.remove(_id);
    return this.hub.fails(_id, now);
  }

  private async mark(row: HubDelivery, ending: Ending): Promise<void> {
    const now = new Date();
    if (ending.ending === 'done') return this.hub.mark(row, { state: 'sent', doneAt: now });
    const { reason: lastReason } = ending;
    const next = ending.ending === 'failed' ? nextHubAttempt(row.kind, row.attempts, now) : null;
    await this.hub.mark(
      row,
      next ? { state: 'pending', dueAt: next, lastReason } : { state: 'failed', doneAt: now, lastReason },
    );
  }
}
