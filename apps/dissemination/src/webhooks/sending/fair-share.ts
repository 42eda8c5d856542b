import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, type Lease, Leases } from '#persistence';
import { partitions } from '../endpoints/endpoint.ts';

const ttlMs = 10_000;
const lookMs = 3_000;

/** As many as there are partitions: who finds none would have nothing to hold. */
const places = Array.from({ length: partitions }, (_, index) => `webhooks-place-${index}`);

/**
 * How many partitions this instance should hold: as many as each of the others. Every instance that lives holds a place,
 * which lapses when it dies; so whoever looks at the places knows how many share the work.
 */
@Injectable()
export class FairShare implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(FairShare.name);
  private readonly stopping = new AbortController();
  private readonly firstLook = Promise.withResolvers<void>();
  private place: Lease | null = null;
  private present = 0;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly leases: Leases,
    private readonly database: Database,
  ) {}

  /** As of the last look. It is nobody's right: only the lease of a partition is. */
  get size(): number {
    return this.present;
  }

  /** Resolves once it is known for the first time, or never will be. */
  get known(): Promise<void> {
    return this.firstLook.promise;
  }

  onApplicationBootstrap(): void {
    this.looking = this.lookUntilStopped();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.firstLook.resolve();
    await this.looking;
    if (this.place) await this.leases.release(this.place).catch((error: unknown) => this.logger.debug({ error }));
  }

  private async lookUntilStopped(): Promise<void> {
    const { signal } = this.stopping;
    await Promise.race([this.database.ready, new Promise((resolve) => signal.addEventListener('abort', resolve))]);
    while (!signal.aborted) {
      await this.look().catch((error: unknown) => this.logger.debug({ error, msg: 'the share stays as it was' }));
      await pause(lookMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async look(): Promise<void> {
    const isKept = this.place !== null && (await this.leases.renew(this.place, ttlMs));
    if (!isKept) this.place = await this.takePlace();
    const taken = await this.leases.held(places);
    this.present = shareOf(this.place?.name, taken);
    this.firstLook.resolve();
  }

  private async takePlace(): Promise<Lease | null> {
    for (const name of places) {
      const place = await this.leases.acquire(name, ttlMs);
      if (place) return place;
    }
    return null;
  }
}

/** What does not divide evenly falls to the first places. */
const shareOf = (place: string | undefined, taken: readonly string[]): number => {
  const rank = taken.indexOf(place ?? '');
  if (rank < 0) return 0;
  return Math.floor(partitions / taken.length) + (rank < partitions % taken.length ? 1 : 0);
};
