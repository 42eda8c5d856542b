import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Database, isDatabaseAway } from '#persistence';
import { ContributionRepository } from '../contributions/contribution.repository.ts';
import { FileStore } from './file-store.ts';
import { FileTexts } from './file-texts.ts';

const everyMs = 3600_000;
const graceMs = 3600_000;

/** Removes the bytes that no contribution and no version names: what a crash or an author left behind. */
@Injectable()
export class SweepFiles {
  private readonly logger = new Logger(SweepFiles.name);

  constructor(
    private readonly database: Database,
    private readonly contributions: ContributionRepository,
    private readonly files: FileStore,
    private readonly texts: FileTexts,
  ) {}

  @Interval(everyMs)
  async tick(): Promise<void> {
    if (!this.database.isReady) return;
    await this.sweep(new Date()).catch((error: unknown) => {
      if (!isDatabaseAway(error)) this.logger.error({ error });
    });
  }

  /** @returns how many went */
  async sweep(now: Date): Promise<number> {
    let removed = 0;
    for await (const id of this.files.putBefore(new Date(now.getTime() - graceMs))) {
      if (await this.contributions.hasFile(id)) continue;
      await this.texts.forget(id);
      await this.files.remove(id);
      removed += 1;
    }
    return removed;
  }
}
