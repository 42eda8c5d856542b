import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Database, isDatabaseAway, type Lease, Leases } from '#persistence';
import { Unavailable } from '#platform';
import { HandleReturn } from './handle-return.ts';
import { ImapMailbox, type MailboxOptions } from './imap-mailbox.ts';
import { sentTo } from './mail-header.ts';
import { ReturnAddresses } from './return-addresses.ts';

const everyMs = 30_000;
/** Renewed before each mail: longer than one may take. */
const leaseMs = 5 * 60_000;
const longestRestMs = 3_600_000;

/** How long a mailbox is left alone that could not be read so many times in a row. */
export const restAfter = (failures: number): number =>
  failures === 0 ? 0 : Math.min(2 ** failures * everyMs, longestRestMs);

/**
 * Takes what comes back out of a mailbox, where a mail server keeps it and passes nothing on. What a mail asks for is done
 * first, then the mail is removed: after a crash between the two it is done again, which changes nothing. One process at a
 * time reads; what cannot be done for now stays, and is read again.
 */
@Injectable()
export class ReadMailbox implements BeforeApplicationShutdown {
  private readonly logger = new Logger(ReadMailbox.name);
  private reading: Promise<void> | undefined;
  private isStopping = false;
  private failures = 0;
  private restsUntil = 0;

  constructor(
    private readonly options: MailboxOptions | null,
    private readonly addresses: ReturnAddresses,
    private readonly handleReturn: HandleReturn,
    private readonly leases: Leases,
    private readonly database: Database,
  ) {}

  @Interval(everyMs)
  async tick(now = Date.now()): Promise<void> {
    const isDue = this.options && this.addresses.mailbox && this.database.isReady && now >= this.restsUntil;
    if (!isDue || this.reading || this.isStopping) return;
    this.reading = this.read().then(
      () => this.succeeded(),
      (error: unknown) => this.failed(error, now),
    );
    await this.reading;
    this.reading = undefined;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.reading;
  }

  /** @throws what reaching the mailbox, or the database, throws */
  async read(): Promise<void> {
    const { options } = this;
    if (options) await this.leases.whileHeld('mailbox-of-returns', leaseMs, (lease) => this.readAll(options, lease));
  }

  private async readAll(options: MailboxOptions, lease: Lease): Promise<void> {
    const mailbox = await ImapMailbox.open(options);
    try {
      for (const uid of await mailbox.arrived()) {
        if (this.isStopping || !(await this.leases.renew(lease, leaseMs))) return;
        await this.take(mailbox, uid);
      }
    } finally {
      await mailbox.close();
    }
  }

  private async take(mailbox: ImapMailbox, uid: number): Promise<void> {
    const raw = await mailbox.read(uid);
    if (raw === null) return;
    const ending = raw === 'too large' ? 'words' : await this.done(raw, uid);
    if (ending === 'done') await mailbox.remove(uid);
    if (ending === 'words') await mailbox.putAside(uid);
  }

  private async done(raw: Buffer, uid: number): Promise<'done' | 'words' | 'later'> {
    try {
      return await this.handleReturn.execute(this.addresses.find(sentTo(raw)), raw, new Date());
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.warn({ msg: 'return not handled', uid, error });
      // Of any other failure the mail itself is the reason, and would be again.
      return error instanceof Unavailable ? 'later' : 'words';
    }
  }

  private succeeded(): void {
    if (this.failures > 0) this.logger.log({ msg: 'mailbox of returns is read again' });
    this.failures = 0;
  }

  private failed(error: unknown, now: number): void {
    if (isDatabaseAway(error)) return;
    this.failures += 1;
    this.restsUntil = now + restAfter(this.failures);
    this.logger.warn({ msg: 'mailbox of returns not read', failures: this.failures, reason: String(error) });
  }
}
