import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { domainOf, type HandOver, type Mail, MailTransport, mailConnections } from '#mail';
import { Continuity, Wake } from '#messaging';
import { Database, isDatabaseAway, Together } from '#persistence';
import { Unavailable } from '#platform';
import { ChannelSwitch } from '../../channels/channel-switch.ts';
import { MailReturns } from '../../returns/mail-returns.ts';
import { MailComposer } from '../mail-composer.ts';
import { afterHandOver, afterSilence, type MailDelivery, stillAliveMs } from '../mail-delivery.ts';
import { DueMails } from './due-mails.ts';
import { FlightLogRepository } from './flight-log.repository.ts';
import { FlightLog } from './flight-log.ts';
import { MailMarks } from './mail-marks.ts';
import { MailRows } from './mail-rows.ts';
import { Pacing } from './pacing.ts';
import { TakeOver } from './take-over.ts';

/** Each has one mail in the air at most. */
const workers = mailConnections;
const pollMs = 1_000;
/** How long a worker waits for others, to leave together: what is read and written then is read and written once. */
const togetherMs = 5;

/**
 * Sends the mails that are due. Rows are reserved and marked many at a time; between the two, the flight log says before
 * each mail leaves that it does. A process that dies leaves one mail in doubt for each worker at most, which says so and is
 * sent again with the same bytes; nothing else is sent twice, and nothing is forgotten.
 */
@Injectable()
export class MailSender implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(MailSender.name);
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>[] = [];
  private awake = Promise.withResolvers<void>();
  private readonly log: FlightLog;
  private readonly due: DueMails;
  private readonly marks: MailMarks;
  private readonly departures = new Together<void, void>(async (asked) => asked, togetherMs);
  private beat: NodeJS.Timeout | undefined;

  constructor(
    private readonly rows: MailRows,
    flights: FlightLogRepository,
    takeOver: TakeOver,
    private readonly composer: MailComposer,
    private readonly transport: MailTransport,
    private readonly database: Database,
    private readonly continuity: Continuity,
    private readonly returns: MailReturns,
    private readonly pacing: Pacing,
    private readonly taps: ChannelSwitch,
    wake: Wake,
  ) {
    this.log = new FlightLog(flights);
    this.due = new DueMails(rows, flights, takeOver, this.log);
    this.marks = new MailMarks(rows, (marked) => this.forget(marked));
    wake.on('mail', () => {
      this.due.wakeUp();
      this.wakeUp();
    });
  }

  onApplicationBootstrap(): void {
    this.beat = setInterval(() => void this.keepUp().catch((error: unknown) => this.said(error)), stillAliveMs);
    for (let worker = 0; worker < workers; worker += 1) this.running.push(this.work());
  }

  /** Mails being handed over are finished, and marked; what was only reserved is left to others. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.wakeUp();
    await Promise.all(this.running);
    clearInterval(this.beat);
    await this.marks.flush();
    await this.due.release().catch((error: unknown) => this.said(error));
    await this.log.close().catch((error: unknown) => this.said(error));
    this.transport.close();
  }

  private async work(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      // Taken before looking: a call that comes meanwhile is not missed.
      const { promise } = this.awake;
      const id = await this.next().catch((error: unknown) => this.failed(error));
      if (id) await this.sendOne(id).catch((error: unknown) => this.failed(error));
      else await Promise.race([promise, this.rest(pollMs)]);
    }
  }

  private async next(): Promise<string | null> {
    if (this.maySend) return this.due.next();
    if (this.database.isReady) await this.due.release();
    return null;
  }

  /** An older copy of the database has forgotten what left since; and an operator may have turned mail off. */
  private get maySend(): boolean {
    return this.database.isReady && this.continuity.isKept && this.taps.isOpen('mail');
  }

  /** Read, written and said to leave at the same time; it leaves when all three are done. */
  private async sendOne(id: string): Promise<void> {
    await this.departures.ask();
    const { claim } = this.log;
    if (!claim) return this.forget([id]);
    const [mayLeave, ready] = await Promise.all([this.log.takeOff(id), this.ready(claim, id)]).catch((error) => {
      this.forget([id]);
      throw error;
    });
    if (!ready || !mayLeave) return this.forget([id]);
    await this.handOver(ready.row, ready.mail);
  }

  /** The row as it is now, and its mail; null when there is none to send, which its row says by then. */
  private async ready(claim: string, id: string): Promise<{ row: MailDelivery; mail: Mail } | null> {
    const row = await this.rows.reserved(claim, id);
    const mail = row && (await this.composed(row));
    if (!row || !mail) return null;
    const delayed = await this.pacing.delayed(row, domainOf(mail.to), new Date());
    if (!delayed) return { row, mail };
    this.marks.add(row, delayed);
    // Many may be put off at a time: no more than can be written.
    if (this.marks.isFull) await this.marks.flush();
    return null;
  }

  private async handOver(row: MailDelivery, mail: Mail): Promise<void> {
    const handOver = await this.transport.send(mail);
    const now = new Date();
    if (handOver.outcome === 'accepted') this.log.land(row._id);
    else this.logger.warn({ msg: 'mail not taken', row: row._id, ...handOver });
    // It did not leave, as its server said; what may have left stays in the log until its row says so.
    if (handOver.outcome === 'refused' || (handOver.outcome === 'deferred' && !handOver.isInDoubt))
      this.log.forget([row._id]);
    const attempts = row.attempts + 1;
    this.marks.add(row, { ...afterHandOver({ ...row, attempts }, handOver, now), attempts });
    await this.heard(domainOf(mail.to), handOver, now).catch((error: unknown) => this.said(error));
    if (handOver.outcome !== 'refused') return;
    await this.marks.flush();
    await this.returns.refused(row, handOver.reason, now);
  }

  private async heard(domain: string, handOver: HandOver, now: Date): Promise<void> {
    if (handOver.outcome === 'accepted') await this.pacing.taken(domain);
    if (handOver.outcome === 'deferred' && handOver.isReply) await this.pacing.refused(domain, now);
  }

  /** A mail that cannot be written is given up at once, and shown: no later attempt would write it. */
  private async composed(row: MailDelivery): Promise<Mail | null> {
    try {
      const mail = await this.composer.compose(row);
      const prepared = mail && (await this.returns.prepare(row, mail));
      if (!prepared) this.marks.add(row, { state: 'cancelled', doneAt: new Date() });
      return prepared;
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      if (error instanceof Unavailable) this.marks.add(row, afterSilence(new Date()));
      else this.unwritable(row, error);
      return null;
    }
  }

  private unwritable(row: MailDelivery, error: unknown): void {
    this.logger.error({ msg: 'mail not written', row: row._id, error });
    this.marks.add(row, { state: 'failed', doneAt: new Date(), lastReason: String(error).slice(0, 300) });
  }

  /** Nothing more is to be done for these rows, as far as we are concerned. */
  private forget(rows: readonly string[]): void {
    this.log.forget(rows);
    this.due.done(rows);
  }

  private async keepUp(): Promise<void> {
    await Promise.all([this.log.keepUp(), this.due.keepUp()]);
  }

  private async failed(error: unknown): Promise<null> {
    this.said(error);
    await this.rest(pollMs);
    return null;
  }

  private said(error: unknown): void {
    if (!isDatabaseAway(error)) this.logger.error(error);
  }

  private wakeUp(): void {
    this.awake.resolve();
    this.awake = Promise.withResolvers<void>();
  }

  private async rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
  }
}
