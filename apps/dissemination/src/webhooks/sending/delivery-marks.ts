import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { isDatabaseAway } from '#persistence';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';
import type { Ending } from './ending.ts';

/** A kill repeats at most this many, and what is in the air: nothing more leaves while so many wait for their mark. */
const unmarkedAtMost = 20;
const againAfterMs = 500;

interface Mark {
  readonly row: WebhookDelivery;
  readonly ending: Ending;
  /** The ledger does not have the row yet. */
  readonly isNew: boolean;
  readonly written: (isMarked: boolean) => void;
}

/** Marks what was sent: at once, and all that ends during one write together in the next. One for the whole process. */
@Injectable()
export class DeliveryMarks {
  private readonly logger = new Logger(DeliveryMarks.name);
  private waiting: Mark[] = [];
  private unmarked = 0;
  private isWriting = false;
  private readonly held: (() => void)[] = [];

  constructor(private readonly ledger: LedgerRepository) {}

  /** Resolves once one more may leave. */
  async room(): Promise<void> {
    while (this.unmarked >= unmarkedAtMost) await new Promise<void>((resolve) => this.held.push(resolve));
  }

  /** Resolves once it is marked, to whether it could be. Waits out a database that is away: the post has left. */
  async add(row: WebhookDelivery, ending: Ending, isNew = false): Promise<boolean> {
    this.unmarked += 1;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.waiting.push({ row, ending, isNew, written: resolve });
    if (!this.isWriting) void this.writeAll();
    return promise;
  }

  private async writeAll(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length) {
      const marks = this.waiting;
      this.waiting = [];
      const [fresh, known] = [marks.filter(({ isNew }) => isNew), marks.filter(({ isNew }) => !isNew)];
      const ofOneFence = [...Map.groupBy(known, ({ row }) => row.fence).values()];
      await Promise.all([
        this.write(fresh, () => this.insert(fresh)),
        ...ofOneFence.map((some) => this.write(some, () => this.update(some))),
      ]);
      this.unmarked -= marks.length;
      for (const resume of this.held.splice(0)) resume();
    }
    this.isWriting = false;
  }

  /** Never throws: what could not be marked is sent again, with the same id and body. */
  private async write(marks: readonly Mark[], write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await write();
        for (const { written } of marks) written(true);
        return;
      } catch (error) {
        if (!isDatabaseAway(error)) {
          this.logger.error({ error, msg: 'not marked', rows: marks.length });
          for (const { written } of marks) written(false);
          return;
        }
        await pause(againAfterMs);
      }
    }
  }

  /** Rows that are there meanwhile are a later holder's, which sends them too. */
  private async insert(marks: readonly Mark[]): Promise<void> {
    await this.ledger.insertMissing(
      marks.map(({ row, ending }) => ({ ...row, attempts: 1, log: [ending.attempt], ...changesAfter(ending) })),
    );
  }

  /** One statement for all: a synced write each would be slower than the sending. */
  private async update(marks: readonly Mark[]): Promise<void> {
    const ids = marks.map(({ row }) => row._id);
    const ofItsOwn = (values: readonly unknown[]) => ({
      $arrayElemAt: [{ $literal: values }, { $indexOfArray: [{ $literal: ids }, '$_id'] }],
    });
    const attempt = ofItsOwn(
      marks.map(({ row, ending }) => (row.manual ? { ...ending.attempt, manual: true } : ending.attempt)),
    );
    await this.ledger.deliveries.collection.updateMany(
      // Under the same lease only: a later holder may have sent it meanwhile.
      { _id: { $in: ids as never[] }, fence: marks[0]?.row.fence } as never,
      [
        {
          $replaceWith: {
            $mergeObjects: [
              '$$ROOT',
              ofItsOwn(
                marks.map(({ row, ending }) => ({ ...changesAfter(ending), ...(row.manual ? { manual: false } : {}) })),
              ),
              {
                attempts: { $add: ['$attempts', 1] },
                log: { $slice: [{ $concatArrays: ['$log', [attempt]] }, -20] },
              },
            ],
          },
        },
      ],
    );
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
