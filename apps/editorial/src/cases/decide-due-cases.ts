import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ConcurrentChange, Database, isDatabaseAway } from '#persistence';
import { CaseRepository } from './case.repository.ts';
import { DecideCase } from './decide-case.ts';

const everyMs = 30_000;

/**
 * Decides the cases that waited for a delay to pass. Any number of instances may do so: the write of a decision names
 * the version of the case that it saw.
 */
@Injectable()
export class DecideDueCases {
  private readonly logger = new Logger(DecideDueCases.name);

  constructor(
    private readonly cases: CaseRepository,
    private readonly decideCase: DecideCase,
    private readonly database: Database,
  ) {}

  @Interval(everyMs)
  async tick(): Promise<void> {
    if (!this.database.isReady) return;
    const now = new Date();
    const due = await this.cases.due(now, 100).catch(() => []);
    for (const id of due) await this.decide(id, now).catch((error: unknown) => this.report(id, error));
  }

  private async decide(id: string, now: Date): Promise<void> {
    const subject = await this.cases.store.find(id);
    if (subject?.status === 'open') await this.decideCase.execute(subject, {}, now);
  }

  /** One case that fails holds up no other; it is tried again at the next tick. */
  private report(id: string, error: unknown): void {
    if (!isDatabaseAway(error) && !(error instanceof ConcurrentChange)) this.logger.error({ error, case: id });
  }
}
