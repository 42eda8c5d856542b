import { afterEach } from '@jest/globals';
import { MailTransport } from '#mail';
import type { Continuity, Wake } from '#messaging';
import { type Database, Leases, SecretBox } from '#persistence';
import { aResource } from '../../../libs/contracts/test/builders.ts';
import { aDatabaseName, type mongoForThisFile } from '../../../test/support/engines.ts';
import { ChannelSwitch } from '../src/channels/channel-switch.ts';
import { LedgerRepository } from '../src/ledger/ledger.repository.ts';
import { personOf } from '../src/ledger/ledger.ts';
import { ComposeLetters } from '../src/newsletters/compose-letters.ts';
import { TellingRepository } from '../src/newsletters/digests/telling.repository.ts';
import { MailComposer } from '../src/newsletters/mail-composer.ts';
import type { MailDelivery } from '../src/newsletters/mail-delivery.ts';
import { MailQueue, row } from '../src/newsletters/mail-queue.ts';
import { MailSender } from '../src/newsletters/mail-sender.ts';
import { NewsletterTokens } from '../src/newsletters/subscribers/newsletter-tokens.ts';
import { SubscriberRepository } from '../src/newsletters/subscribers/subscriber.repository.ts';
import type { Subscriber, Subscription } from '../src/newsletters/subscribers/subscriber.ts';
import { SuppressionRepository } from '../src/newsletters/subscribers/suppression.repository.ts';
import { PublicOrigin } from '../src/public-origin.ts';

const origin = new PublicOrigin('http://localhost:3000');

export const kept = { isKept: true } as Continuity;

/** Calls reach only the instance that they are made in: the others find what is due by looking. */
const aWake = (): Wake => {
  const listeners: (() => void)[] = [];
  const wake = {
    on: (_topic: string, listener: () => void) => void listeners.push(listener),
    call: () => {
      for (const listener of listeners) listener();
    },
  };
  return wake as unknown as Wake;
};

/** One instance of the service, as far as its mail goes. */
export interface Instance {
  readonly database: Database;
  readonly wake: Wake;
  readonly taps: ChannelSwitch;
  readonly suppressions: SuppressionRepository;
  readonly ledger: LedgerRepository;
  readonly tellings: TellingRepository;
  readonly subscribers: SubscriberRepository;
  readonly queue: MailQueue;
  readonly composer: MailComposer;
  readonly sender: MailSender;
}

/** Mail senders on one database, stopped after each test. */
export const mailHouse = ({ aDatabase }: ReturnType<typeof mongoForThisFile>) => {
  const started: MailSender[] = [];
  afterEach(async () => {
    for (const sender of started.splice(0)) await sender.beforeApplicationShutdown();
  });

  /**
   * @param ledgerOf what the sender sees of the ledger, when it is not to see it as it is.
   * @param beside makes what else is on that database, before it is ready.
   */
  const anInstance = (
    smtpUrl: string,
    name = aDatabaseName(),
    ledgerOf: (ledger: LedgerRepository) => LedgerRepository = (ledger) => ledger,
    beside: (database: Database) => void = () => undefined,
  ): Promise<Instance> =>
    aDatabase((database: Database) => {
      new Leases(database);
      beside(database);
      const ledger = new LedgerRepository(database);
      const subscribers = new SubscriberRepository(database);
      const tellings = new TellingRepository(database);
      const box = new SecretBox(Buffer.alloc(32, 7).toString('base64'));
      const tokens = new NewsletterTokens(box, origin);
      const letters = new ComposeLetters(ledger, tellings, tokens, box, origin);
      const composer = new MailComposer(ledger, subscribers, tokens, letters, origin);
      const transport = new MailTransport({ url: smtpUrl, from: 'Essaim <essaim@demo.example>' });
      const wake = aWake();
      const taps = new ChannelSwitch(database, wake);
      const sender = new MailSender(ledgerOf(ledger), composer, transport, database, kept, taps, wake);
      return {
        database,
        wake,
        taps,
        suppressions: new SuppressionRepository(database),
        ledger,
        tellings,
        subscribers,
        queue: new MailQueue(ledger, wake),
        composer,
        sender,
      };
    }, name);

  return {
    anInstance,
    start: (...instances: readonly Instance[]) => {
      for (const { sender, taps } of instances) {
        void taps.look();
        sender.onApplicationBootstrap();
        started.push(sender);
      }
    },
  };
};

/** Somebody who receives, since two minutes ago, by one subscription or by several. */
export const aSubscriber = (email: string, ...given: readonly Partial<Subscription>[]): Subscriber => {
  const before = new Date(Date.now() - 120_000);
  return {
    _id: personOf(email),
    v: 1,
    email,
    createdAt: before,
    subscriptions: given.map((subscription, index) => ({
      id: `${email} ${index + 1}`,
      frequency: 'immediate',
      at: { day: 1, hour: 8, timeZone: 'Europe/Paris' },
      filter: {},
      status: 'confirmed',
      askedAt: before,
      confirmedAt: before,
      nextAt: null,
      toldUntil: null,
      ...subscription,
    })),
    consent: [],
  };
};

/** So many readers, each with a mail of one publication that is due. */
export const dueMails = async ({ ledger, subscribers }: Instance, count: number): Promise<string[]> => {
  const resource = aResource();
  const now = new Date();
  const data = JSON.stringify(origin.resource(resource));
  await ledger.keepCause({ _id: 'e1', type: 'resource.published', occurredAt: now.toISOString(), data });
  const emails = Array.from({ length: count }, (_, index) => `lectrice-${index}@lecteurs.example`);
  const rows: MailDelivery[] = [];
  for (const email of emails) {
    const person = personOf(email);
    await subscribers.add(aSubscriber(email, { id: `s-${email}` }));
    const about = { tells: [`${resource.id}|1|published`], resources: [resource.id] };
    rows.push(row('e1', `s-${email}`, 'published', person, now, { resource: resource.id, version: 1, ...about }));
  }
  await ledger.add(rows);
  return emails;
};
