import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { isDatabaseAway } from '#persistence';
import type { LedgerRepository } from '../ledger/ledger.repository.ts';
import type { Ending } from './post-webhook.ts';
import type { Attempt, WebhookDelivery } from './webhook-delivery.ts';

/** A kill repeats at most what is sent and not yet marked: this many per partition, and what is in the air. */
const most = 20;
const withinMs = 10;

/** Marks what was sent, a few at a time. Waits out a database that is away: the posts have left. */
export class DeliveryMarks {
  private waiting: { row: WebhookDelivery; changes: object; attempt: Attempt }[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly logger = new Logger(DeliveryMarks.name);
  private flushing: Promise<void> = Promise.resolve();

  constructor(
    private readonly ledger: LedgerRepository,
    private readonly onFlushed: (ids: readonly string[]) => void,
  ) {}

  add(row: WebhookDelivery, ending: Ending): void {
    this.waiting.push({ row, changes: changesAfter(ending), attempt: ending.attempt });
    if (this.waiting.length >= most) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), withinMs);
  }

  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const marks = this.waiting;
    this.waiting = [];
    if (marks.length) this.flushing = this.flushing.then(() => this.write(marks));
    await this.flushing;
  }

  private async write(marks: typeof this.waiting): Promise<void> {
    const writes = marks.map(({ row, changes, attempt }) => ({
      updateOne: {
        // Under the same lease only: a later holder may have sent it meanwhile.
        filter: { _id: row._id as never, fence: row.fence },
        update: { $set: changes, $inc: { attempts: 1 }, $push: { log: { $each: [attempt], $slice: -20 } } },
      },
    }));
    for (;;) {
      try {
        await this.ledger.deliveries.collection.bulkWrite(writes as never, { ordered: false });
        break;
      } catch (error) {
        if (!isDatabaseAway(error)) {
          // Not marked: sent again when it is due, with the same id and body.
          this.logger.error(error);
          break;
        }
        await pause(500);
      }
    }
    this.onFlushed(marks.map(({ row }) => row._id));
  }
}

const changesAfter = (ending: Ending): object => {
  switch (ending.outcome) {
    case 'delivered':
      return { state: 'sent', doneAt: new Date() };
    case 'retry':
      return { state: 'pending', dueAt: ending.dueAt };
    case 'failed':
    case 'gone':
      return { state: 'failed', doneAt: new Date() };
  }
};
