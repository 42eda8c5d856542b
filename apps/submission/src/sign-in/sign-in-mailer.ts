import { setTimeout as pause } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ACCESS_OPTIONS, type AccessOptions } from '#access';
import { type HandOver, type Mail, MailTransport, mailTemplate } from '#mail';
import { Wake } from '#messaging';
import { Database, isDatabaseAway } from '#persistence';
import { PersonRepository } from '../people/person.repository.ts';
import type { Person } from '../people/person.ts';
import { SignInLinkRepository } from './sign-in-link.repository.ts';
import { linkMinutes, nextLinkAttempt, refusalOf, type SignInLink } from './sign-in-link.ts';
import { SignInTokens } from './sign-in-tokens.ts';

const workers = 2;
const pollMs = 1_000;
const template = mailTemplate(new URL('./templates/', import.meta.url), 'sign-in');

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
    private readonly tokens: SignInTokens,
    private readonly transport: MailTransport,
    private readonly database: Database,
    @Inject(ACCESS_OPTIONS) private readonly options: AccessOptions,
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
    else await this.links.mark(link, this.after(link, await this.transport.send(this.mail(link, person)), new Date()));
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

  private mail(link: SignInLink, { name, email }: Person): Mail {
    const { origin } = this.options;
    const signInUrl = `${origin}/connexion/${this.tokens.write(link._id)}`;
    return {
      messageId: `sign-in-${link._id}@${new URL(origin).hostname}`,
      to: email,
      date: link.askedAt,
      ...template({ name, signInUrl, minutes: linkMinutes, origin }),
    };
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
