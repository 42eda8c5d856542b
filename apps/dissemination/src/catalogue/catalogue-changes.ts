import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Wake } from '#messaging';
import { Database } from '#persistence';
import { AnnouncementRepository } from './announcement.repository.ts';
import { CatalogueRepository } from './catalogue.repository.ts';

const pollMs = 1_000;
/** Each look reads what changed and renders feeds: of many changes in a row, only the first are looked at one by one. */
const apartMs = 200;
const atOnce = 4;

/** Tells every instance that the catalogue changed: at once where it happened, and within a second elsewhere. */
@Injectable()
export class CatalogueChanges {
  private readonly logger = new Logger(CatalogueChanges.name);
  private readonly listeners = new Set<() => void>();
  private lastPulse: string | undefined;
  /** When as many as were announced are announced at an even pace. */
  private pacedUntil = 0;
  private waiting: NodeJS.Timeout | undefined;

  constructor(
    private readonly wake: Wake,
    private readonly catalogue: CatalogueRepository,
    private readonly announcements: AnnouncementRepository,
    private readonly database: Database,
  ) {
    wake.on('catalogue', () => this.announce());
  }

  on(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** At once for a few, and then at most so often: the last change is never left out. */
  private announce(): void {
    if (this.waiting) return;
    const now = Date.now();
    const dueInMs = this.pacedUntil - (atOnce - 1) * apartMs - now;
    if (dueInMs > 0) {
      this.waiting = setTimeout(() => {
        this.waiting = undefined;
        this.announce();
      }, dueInMs).unref();
      return;
    }
    this.pacedUntil = Math.max(this.pacedUntil, now) + apartMs;
    for (const listener of this.listeners) listener();
  }

  tell(): void {
    this.wake.call('catalogue');
  }

  /** A wake-up call may be missed: the database is the truth. So is whatever was written between our start and the first look. */
  @Interval(pollMs)
  async poll(): Promise<void> {
    if (!this.database.isReady) return;
    try {
      const pulse = `${await this.catalogue.pulse()} ${await this.announcements.pulse()}`;
      if (pulse !== this.lastPulse) this.announce();
      this.lastPulse = pulse;
    } catch (error) {
      this.logger.debug({ error, msg: 'the catalogue could not be looked at' });
    }
  }
}
