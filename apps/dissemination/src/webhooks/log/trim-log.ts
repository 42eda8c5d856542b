import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '#persistence';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { retentionDays } from '../../ledger/ledger.ts';
import { EndpointRepository } from '../endpoints/endpoint.repository.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** How far back each look goes, should nothing have run for a while. */
const windowDays = 60;

/**
 * Forgets what receivers answered once it is old. The rows stay: they say who had which version, and so who is to hear of a
 * withdrawal. Any number of instances may do it.
 */
@Injectable()
export class TrimLog implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(TrimLog.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly endpoints: EndpointRepository,
    private readonly ledger: LedgerRepository,
    private readonly database: Database,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      if (this.database.isReady) void this.execute(new Date()).catch((error: unknown) => this.logger.warn({ error }));
    }, 6 * hourMs).unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async execute(now: Date): Promise<void> {
    const until = now.getTime() - retentionDays * dayMs;
    const createdAt = { $gte: new Date(until - windowDays * dayMs), $lt: new Date(until) };
    for await (const { _id } of this.endpoints.store.model.find({}, { _id: 1 }).lean().cursor()) {
      await this.ledger.deliveries.updateMany(
        { recipient: _id, createdAt, 'log.0': { $exists: true } } as never,
        { $set: { log: [] } } as never,
      );
    }
  }
}
