import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ConcurrentChange, Database, isDatabaseAway } from '#persistence';
import { ContributionRepository } from '../contributions/contribution.repository.ts';
import type { Contribution } from '../contributions/contribution.ts';
import { NetworkRequestRepository } from '../requests/network-request.repository.ts';

const everyMs = 3600_000;
const keptMs = 365 * 24 * 3600_000;
const forgotten = 'Nom effacé';

/**
 * Takes out the name and the address of those who proposed or asked something without an account, a year after the last
 * thing that happened to it. Any number of instances may do so: a write names the state that it saw.
 */
@Injectable()
export class ForgetVisitors {
  private readonly logger = new Logger(ForgetVisitors.name);

  constructor(
    private readonly database: Database,
    private readonly contributions: ContributionRepository,
    private readonly requests: NetworkRequestRepository,
  ) {}

  @Interval(everyMs)
  async tick(): Promise<void> {
    if (!this.database.isReady) return;
    await this.forget(new Date()).catch((error: unknown) => {
      if (!isDatabaseAway(error)) this.logger.error({ error });
    });
  }

  /** @returns how many were forgotten */
  async forget(now: Date): Promise<number> {
    const before = new Date(now.getTime() - keptMs).toISOString();
    let count = 0;
    for await (const contribution of this.contributions.proposedBefore(before, forgotten)) {
      if (lastMoment(contribution) >= before) continue;
      const proposer = { name: forgotten, email: null };
      count += await this.kept(() => this.contributions.save(contribution, { proposer }, now));
    }
    for await (const request of this.requests.askedBefore(before)) {
      if ((request.answer?.at ?? request.askedAt) >= before) continue;
      const contact = { name: forgotten, email: '' };
      count += await this.kept(() => this.requests.store.save(request, { contact }, now));
    }
    return count;
  }

  /** What somebody changes just now is looked at again in an hour. */
  private async kept(save: () => Promise<unknown>): Promise<0 | 1> {
    try {
      await save();
      return 1;
    } catch (error) {
      if (error instanceof ConcurrentChange) return 0;
      throw error;
    }
  }
}

const lastMoment = ({ history, createdAt }: Contribution): string => history.at(-1)?.at ?? createdAt;
