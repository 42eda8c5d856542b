import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { type HandOver, MailTransport } from '#mail';
import { Wake } from '#messaging';
import { Database, isDatabaseAway } from '#persistence';
import { PersonRepository } from '../people/person.repository.ts';
import { SignInLinkRepository } from './sign-in-link.repository.ts';
import { nextLinkAttempt, refusalOf, type SignInLink } from './sign-in-link.ts';
import { SignInMails } from './sign-in-mails.ts';

const workers = 2;
const pollMs = 1_000;

/**
 * Sends the links that were asked for, to those whom we know: each is claimed before, marked after. A worker that dies
 * between the two leaves one that is sent again, with the same bytes and the same single use.
 */
@Injectable()
export class SignInMailer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(SignInMailer.name);
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>[] = [];
  private awake = Promise.withResolvers<void>();

  constructor(
    private readonly links: SignInLinkRepository,
    private readonly people: PersonRepository,
    private readonly mails: SignInMails,
    private readonly transport: MailTransport,
    private readonly database: Database,
    wake: Wake,
  ) {
    wake.on('sign-in', () => this.wakeUp());
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

  /** Sends one mail that is due; false when there is none. */
  async sendNext(now: Date): Promise<boolean> {
    const link = await this.links.claimDue(now);
    if (!link) return false;
    // Who is known by it is asked only now: what the asker was answered can't depend on it.
    const person = refusalOf(link, now) ? null : await this.people.findByEmail(link.email);
    if (!person) await this.links.mark(link, { state: 'unneeded' });
    else {
      const handOver = await this.transport.send(await this.mails.write(link, person));
      await this.links.mark(link, this.after(link, handOver, new Date()));
    }
    return true;
  }

  private async work(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      // Taken before looking: a call that comes meanwhile is not missed.
      const { promise } = this.awake;
      const found =
        this.database.isReady && (await this.sendNext(new Date()).catch((error: unknown) => this.failed(error)));
      if (!found) await Promise.race([promise, this.rest()]);
    }
  }

  private after(link: SignInLink, handOver: HandOver, now: Date): Partial<SignInLink> {
    if (handOver.outcome === 'accepted') return { state: 'sent' };
    const { outcome, reason: lastReason } = handOver;
    this.logger.warn({ msg: 'sign-in mail not taken', link: link._id, outcome, reason: lastReason });
    const next = outcome === 'deferred' ? nextLinkAttempt(link, now) : null;
    return next ? { state: 'pending', dueAt: next, lastReason } : { state: 'failed', lastReason };
  }

  private failed(error: unknown): false {
    if (!isDatabaseAway(error)) this.logger.error(error);
    return false;
  }

  private wakeUp(): void {
    this.awake.resolve();
    this.awake = Promise.withResolvers<void>();
  }

  private async rest(): Promise<void> {
    await pause(pollMs, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
  }
}
