import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database, updateOrMake } from '#persistence';
import { Readiness } from '#platform';
import { HighWater } from './high-water.ts';
import { NatsLink } from './nats-link.ts';

const firstBeatMs = 200;
const beatMs = 5_000;
const mark = 'beats';

interface Beats {
  _id: string;
  count: number;
}

/**
 * Whether the database is the one that this service has worked with, and not an older copy of it: one brought back from a
 * snapshot has forgotten what left since, and would send it again. Every instance counts beats in the database, and tells
 * NATS how far the count has come; a count that falls back is an older copy. Then nothing is sent until a person accepts it.
 */
@Injectable()
export class Continuity implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Continuity.name);
  private readonly beats: Model<Beats>;
  private readonly stopping = new AbortController();
  private beating: Promise<void> = Promise.resolve();
  /** False when the last beat could not be written, here or there: a full disk answers every question all the same. */
  private isBeating = true;
  private state: 'unknown' | 'kept' | 'broken' = 'unknown';

  constructor(
    private readonly database: Database,
    private readonly highWater: HighWater,
    private readonly nats: NatsLink,
    readiness: Readiness,
  ) {
    this.beats = database.model<Beats>('beats', new Schema({ _id: String, count: Number }));
    readiness.add('continuity', () => this.isKept && this.isBeating);
  }

  /** Once it was seen, and as of the last look: whoever sends something waits for it. */
  get isKept(): boolean {
    return this.state === 'kept';
  }

  onApplicationBootstrap(): void {
    this.beating = this.beatUntilStopped();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.beating;
  }

  /** Takes the database as it is from here on. */
  async accept(): Promise<void> {
    const reached = await this.highWater.reached(mark);
    await this.beats.updateOne({ _id: mark }, { $max: { count: reached } }, { upsert: true });
    this.logger.warn('the database was accepted as it is');
    await this.beat();
  }

  /** Public for those who do not wait. @throws while NATS or the database is away: nothing is known then */
  async beat(): Promise<void> {
    // Read before counting: whatever others tell meanwhile is not held against us.
    const reached = await this.highWater.reached(mark);
    const { count } = await updateOrMake(this.beats, mark, { $inc: { count: 1 } });
    if (count > reached) {
      await this.highWater.raise(mark, count);
      this.state = 'kept';
      return;
    }
    if (this.state !== 'broken')
      this.logger.error({ msg: 'the database is an older copy: nothing is sent', count, reached });
    // Or the next beats would count up to what was reached.
    await this.beats.updateOne({ _id: mark }, { $inc: { count: -1 } });
    this.state = 'broken';
  }

  private missed(error: unknown): false {
    if (this.isBeating) this.logger.warn({ error, msg: 'no beat' });
    return false;
  }

  private async beatUntilStopped(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      // Neither is waited for here: a service stops whatever is away.
      if (this.database.isReady && this.nats.isUp) {
        this.isBeating = await this.beat().then(
          () => true,
          (error: unknown) => this.missed(error),
        );
      }
      const ms = this.state === 'unknown' ? firstBeatMs : beatMs;
      await pause(ms, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
    }
  }
}
