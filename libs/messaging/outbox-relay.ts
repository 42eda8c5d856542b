import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Model } from 'mongoose';
import { Database } from '#persistence';
import { cloudEventHeaders } from './cloud-event.ts';
import { MESSAGING_OPTIONS, type MessagingOptions } from './messaging.options.ts';
import { NatsLink } from './nats-link.ts';
import { type Claim, OutboxClaims, type WithOutbox } from './outbox-claims.ts';
import { Slots } from './slots.ts';

const sweepMs = 2_000;

/**
 * Publishes what aggregates announced, in order within each, and takes every event out only after its own PubAck:
 * a crash at any point loses nothing. It runs right after a write, and again as a sweep.
 */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OutboxRelay.name);
  private readonly collections = new Map<Model<WithOutbox>, OutboxClaims>();
  private readonly reannouncers: (() => Promise<number>)[] = [];
  private readonly running = new Set<Promise<void>>();
  private readonly waiting = new Set<string>();
  // Across aggregates in parallel, but not without bound.
  private readonly slots = new Slots(32);
  private timer: NodeJS.Timeout | undefined;
  private sweeping = false;

  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    private readonly nats: NatsLink,
    private readonly database: Database,
  ) {}

  register(collection: Model<WithOutbox>): void {
    this.collections.set(collection, new OutboxClaims(collection));
  }

  onReannounce(reannounce: () => Promise<number>): void {
    this.reannouncers.push(reannounce);
  }

  /** Tells the present state of everything again, for a stream that was lost. @returns how many events */
  async reannounceAll(): Promise<number> {
    let told = 0;
    for (const reannounce of this.reannouncers) told += await reannounce();
    void this.sweep();
    return told;
  }

  /** Publishes the outbox of one aggregate soon, in the background. */
  nudge(collection: Model<WithOutbox>, id: string): void {
    const key = `${collection.modelName} ${id}`;
    // One that still waits for a slot will see all that was announced by then.
    if (!this.nats.isUp || this.waiting.has(key)) return;
    this.waiting.add(key);
    const run = this.slots
      .run(() => {
        this.waiting.delete(key);
        return this.relay(collection, id);
      })
      .catch((error: unknown) => this.logger.warn({ error, id, msg: 'left to the sweep' }))
      .finally(() => this.running.delete(run));
    this.running.add(run);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweep(), sweepMs);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.running);
  }

  /** Finds what a crash, or NATS being away, left behind. */
  async sweep(): Promise<void> {
    if (this.sweeping || !this.nats.isUp || !this.database.isReady) return;
    this.sweeping = true;
    try {
      for (const collection of this.collections.keys()) {
        const left = await collection
          .find({ 'outbox.id': { $gt: '' } }, { _id: 1 })
          .limit(500)
          .lean();
        for (const { _id } of left) this.nudge(collection, String(_id));
      }
    } catch (error) {
      this.logger.warn({ error, msg: 'sweep put off' });
    } finally {
      this.sweeping = false;
    }
  }

  private async relay(collection: Model<WithOutbox>, id: string): Promise<void> {
    const claims = this.claimsOf(collection);
    for (let hasMore = true; hasMore; ) {
      const claim = await claims.claim(id);
      hasMore = claim !== null && (await this.publish(claims, claim));
    }
  }

  /** In array order, stopping at the first failure. @returns whether more was announced meanwhile */
  private async publish(claims: OutboxClaims, claim: Claim): Promise<boolean> {
    const last = claim.outbox.at(-1);
    let hasMore = false;
    try {
      const js = await this.nats.jetstream();
      for (const event of claim.outbox) {
        // A duplicate is a success: it was published before a crash.
        await js.publish(event.type, JSON.stringify(event.data), {
          msgID: event.id,
          headers: cloudEventHeaders(event, this.options.service),
          timeout: 5_000,
        });
        hasMore = await claims.depart({ claim, eventId: event.id, isLast: event === last });
      }
    } catch (error) {
      await claims.giveUp(claim);
      throw error;
    }
    return hasMore;
  }

  private claimsOf(collection: Model<WithOutbox>): OutboxClaims {
    const claims = this.collections.get(collection);
    if (!claims) throw new Error(`${collection.modelName} has no outbox`);
    return claims;
  }
}
