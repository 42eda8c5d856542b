import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { type HandOver, type Mail, MailTransport } from '#mail';
import { Continuity, Wake } from '#messaging';
import { Database, isDatabaseAway, newId } from '#persistence';
import { Unavailable } from '#platform';
import { LedgerRepository } from '../ledger/ledger.repository.ts';
import { MailReturns } from '../returns/mail-returns.ts';
import { MailComposer } from './mail-composer.ts';
import {
  afterHandOver,
  afterSilence,
  claimMs,
  day,
  delayedByDoubt,
  isNotice,
  type MailDelivery,
  mostADay,
  stillAliveMs,
} from './mail-delivery.ts';

const workers = 5;
const pollMs = 1_000;
/** A look costs what waits, on some engines: one for many mails. */
const dueBatch = 200;

const wasLeft = { $eq: ['$state', 'sending'] };
/** Waiting, or claimed by somebody who has not been heard of for too long. */
const dueBy = (now: Date) => ({ state: { $in: ['pending', 'sending'] }, dueAt: { $lte: now } });

/** A row that is ours to send; `wasLeft` when somebody else's claim on it lapsed. */
interface Claimed extends MailDelivery {
  readonly wasLeft: boolean;
}

/**
 * Sends the mails that are due: each row is claimed before, marked after, so that nothing is sent twice on purpose. A
 * worker that dies between the two leaves one row in doubt, which says so and is sent again with the same bytes.
 */
@Injectable()
export class MailSender implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(MailSender.name);
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>[] = [];
  private awake = Promise.withResolvers<void>();
  private due: string[] = [];
  private looking: Promise<void> | undefined;

  constructor(
    private readonly ledger: LedgerRepository,
    private readonly composer: MailComposer,
    private readonly transport: MailTransport,
    private readonly database: Database,
    private readonly continuity: Continuity,
    private readonly returns: MailReturns,
    wake: Wake,
  ) {
    wake.on('mail', () => this.wakeUp());
  }

  onApplicationBootstrap(): void {
    for (let worker = 0; worker < workers; worker += 1) this.running.push(this.work());
  }

  /** Mails being handed over are finished, and marked. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.wakeUp();
    await Promise.all(this.running);
    this.transport.close();
  }

  private async work(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      // Taken before looking: a call that comes meanwhile is not missed.
      const { promise } = this.awake;
      const id = this.maySend ? await this.nextDue().catch((error: unknown) => this.failed(error)) : null;
      if (id) await this.sendOne(id).catch((error: unknown) => this.failed(error));
      else await Promise.race([promise, this.rest(pollMs)]);
    }
  }

  /** An older copy of the database has forgotten what left since. */
  private get maySend(): boolean {
    return this.database.isReady && this.continuity.isKept;
  }

  /** Looked for together, for all workers; each is claimed alone. */
  private async nextDue(): Promise<string | null> {
    if (this.due.length === 0) {
      this.looking ??= this.look().finally(() => {
        this.looking = undefined;
      });
      await this.looking;
    }
    return this.due.pop() ?? null;
  }

  private async look(): Promise<void> {
    const found = await this.ledger.deliveries
      .find({ channel: 'mail', ...dueBy(new Date()) } as never, { _id: 1 })
      .sort({ dueAt: 1 })
      .limit(dueBatch)
      .lean<Pick<MailDelivery, '_id'>[]>();
    // The oldest last, for `pop`.
    this.due = found.map(({ _id }) => _id).reverse();
  }

  private async sendOne(id: string): Promise<void> {
    const row = await this.claim(id);
    if (row) await this.send(row);
  }

  /** Null when another worker was quicker. What was claimed and never marked may have left. */
  private async claim(id: string): Promise<Claimed | null> {
    const now = new Date();
    return this.ledger.deliveries
      .findOneAndUpdate(
        { _id: id, ...dueBy(now) } as never,
        [
          {
            $set: {
              inDoubt: { $or: [{ $ifNull: ['$inDoubt', false] }, wasLeft] },
              doubts: { $add: [{ $ifNull: ['$doubts', 0] }, { $cond: [wasLeft, 1, 0] }] },
              wasLeft,
              state: 'sending',
              claim: newId(),
              attempts: { $add: ['$attempts', 1] },
              dueAt: new Date(now.getTime() + claimMs),
            },
          },
        ],
        { returnDocument: 'after', updatePipeline: true },
      )
      .lean<Claimed>();
  }

  private async send(row: Claimed): Promise<void> {
    const now = new Date();
    const delayed = (row.wasLeft && delayedByDoubt(row, now)) || (await this.delayedByNumber(row, now));
    if (delayed) return this.mark(row, delayed);
    const mail = await this.composed(row);
    if (mail === 'unwritable') return;
    if (!mail) return this.mark(row, { state: 'cancelled', doneAt: new Date() });
    const handOver = await this.handOver(row, mail);
    if (handOver.outcome !== 'accepted') this.logger.warn({ msg: 'mail not taken', row: row._id, ...handOver });
    await this.mark(row, afterHandOver(row, handOver, new Date()));
    if (handOver.outcome === 'refused') await this.returns.refused(row, handOver.reason, new Date());
  }

  /** A mail server may think for minutes (RFC 5321 §4.5.3.2.6): the claim is kept up meanwhile. */
  private async handOver({ _id, claim }: MailDelivery, mail: Mail): Promise<HandOver> {
    const keepUp = () =>
      this.ledger.deliveries.updateOne(
        { _id, claim, state: 'sending' } as never,
        { $set: { dueAt: new Date(Date.now() + claimMs) } } as never,
      );
    const beat = setInterval(() => void keepUp().catch((error: unknown) => this.logger.debug({ error })), stillAliveMs);
    try {
      return await this.transport.send(mail);
    } finally {
      clearInterval(beat);
    }
  }

  /** A mail that cannot be written is given up at once, and shown: no later attempt would write it. */
  private async composed(row: MailDelivery): Promise<Mail | null | 'unwritable'> {
    try {
      const mail = await this.composer.compose(row);
      return mail && (await this.returns.prepare(row, mail));
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      if (error instanceof Unavailable) await this.mark(row, afterSilence(new Date()));
      else await this.unwritable(row, error);
      return 'unwritable';
    }
  }

  private async unwritable(row: MailDelivery, error: unknown): Promise<void> {
    this.logger.error({ msg: 'mail not written', row: row._id, error });
    await this.mark(row, { state: 'failed', doneAt: new Date(), lastReason: String(error).slice(0, 300) });
  }

  private async delayedByNumber(row: MailDelivery, now: Date): Promise<Partial<MailDelivery> | null> {
    const { _id, person, recipient, resource } = row;
    // A confirmation is somebody's own wish, and limited where it is asked for.
    if (!resource && !isNotice(row)) return null;
    const since = new Date(now.getTime() - day);
    const whose = resource ? { person, resource: { $gt: '' } } : { recipient, channel: 'mail' };
    const lately = { ...whose, state: 'sent', doneAt: { $gte: since } };
    const sent = await this.ledger.deliveries.countDocuments(lately as never).limit(mostADay);
    if (sent < mostADay) return null;
    this.logger.error({ msg: 'too many mails for one person in a day', row: _id, mostADay });
    return { state: 'pending', dueAt: new Date(now.getTime() + day), lastReason: `${mostADay} mails in a day` };
  }

  /** Only while the claim is still ours. Asked for until the database answers, however long: the mail has left. */
  private async mark({ _id, claim }: MailDelivery, changes: Partial<MailDelivery>): Promise<void> {
    for (;;) {
      try {
        await this.ledger.deliveries.updateOne({ _id, claim } as never, { $set: changes } as never);
        return;
      } catch (error) {
        if (!isDatabaseAway(error)) throw error;
        await pause(250);
      }
    }
  }

  private async failed(error: unknown): Promise<null> {
    if (!isDatabaseAway(error)) this.logger.error(error);
    await this.rest(pollMs);
    return null;
  }

  private wakeUp(): void {
    this.awake.resolve();
    this.awake = Promise.withResolvers<void>();
  }

  private async rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
  }
}
