import { setTimeout as pause } from 'node:timers/promises';
import { isDatabaseAway } from '#persistence';
import type { MailDelivery } from '../mail-delivery.ts';
import type { MailRows } from './mail-rows.ts';

/** Marks are written together: what left and is not marked is in the log until then. */
const most = 50;
const laterMs = 50;

interface Ending {
  readonly row: MailDelivery;
  readonly changes: Partial<MailDelivery>;
}

/** How mails ended, written on their rows: those that were taken in one go. */
export class MailMarks {
  private waiting: Ending[] = [];
  private writing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly rows: MailRows,
    private readonly whenWritten: (rows: readonly string[]) => void,
  ) {}

  add(row: MailDelivery, changes: Partial<MailDelivery>): void {
    this.waiting.push({ row, changes });
    if (this.waiting.length >= most) void this.flush();
    this.timer ??= setTimeout(() => void this.flush(), laterMs);
  }

  /** Whether so many wait to be written that no more should be added. */
  get isFull(): boolean {
    return this.waiting.length >= most;
  }

  /** Until the database answers, however long: the mails have left. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    while (this.waiting.length > 0 || this.writing) {
      this.writing ??= this.write(this.waiting.splice(0)).finally(() => {
        this.writing = undefined;
      });
      await this.writing;
    }
  }

  private async write(endings: readonly Ending[]): Promise<void> {
    const taken = endings.filter(({ changes }) => changes.state === 'sent').map(({ row }) => row);
    const others = endings.filter(({ changes }) => changes.state !== 'sent');
    for (const [claim, rows] of Map.groupBy(taken, (row) => row.claim ?? '')) {
      await persist(() => this.rows.sent(claim, ids(rows), new Date()));
    }
    await Promise.all(
      others.map(({ row, changes }) => persist(() => this.rows.mark(row.claim ?? '', row._id, changes))),
    );
    this.whenWritten(ids(endings.map(({ row }) => row)));
  }
}

const ids = (rows: readonly MailDelivery[]): string[] => rows.map(({ _id }) => _id);

const persist = async (write: () => Promise<void>): Promise<void> => {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      await pause(250);
    }
  }
};
