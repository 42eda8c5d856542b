import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Wake } from '#messaging';
import { Database } from '#persistence';
import { AnnouncementRepository } from './announcement.repository.ts';
import { CatalogueRepository } from './catalogue.repository.ts';

const pollMs = 1_000;

/** Tells every instance that the catalogue changed: at once where it happened, and within a second elsewhere. */
@Injectable()
export class CatalogueChanges {
  private readonly logger = new Logger(CatalogueChanges.name);
  private readonly listeners = new Set<() => void>();
  private lastPulse: string | undefined;

  constructor(
    private readonly wake: Wake,
    private readonly catalogue: CatalogueRepository,
    private readonly announcements: AnnouncementRepository,
    private readonly database: Database,
  ) {
    wake.on('catalogue', () => {
      for (const listener of this.listeners) listener();
    });
  }

  on(listener: () => void): void {
    this.listeners.add(listener);
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
      if (pulse !== this.lastPulse) for (const listener of this.listeners) listener();
      this.lastPulse = pulse;
    } catch (error) {
      this.logger.debug({ error, msg: 'the catalogue could not be looked at' });
    }
  }
}
