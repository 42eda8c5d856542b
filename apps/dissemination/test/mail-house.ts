import { generateKeyPairSync } from 'node:crypto';
import { KeyRing } from '#access';
import { MailTransport } from '#mail';
import type { Continuity, Queries, Wake } from '#messaging';
import { type Database, Leases, newId, SecretBox } from '#persistence';
import { Unavailable } from '#platform';
import { aResource } from '../../../libs/contracts/test/builders.ts';
import { aDatabaseName, type mongoForThisFile } from '../../../test/support/engines.ts';
import { ChannelSwitch } from '../src/channels/channel-switch.ts';
import { LedgerRepository } from '../src/ledger/ledger.repository.ts';
import { mailCauseId, personOf } from '../src/ledger/ledger.ts';
import { ComposeLetters } from '../src/newsletters/compose-letters.ts';
import { TellingRepository } from '../src/newsletters/digests/telling.repository.ts';
import { MailComposer } from '../src/newsletters/mail-composer.ts';
import type { MailDelivery } from '../src/newsletters/mail-delivery.ts';
import { MailQueue, row } from '../src/newsletters/mail-queue.ts';
import { FlightLogRepository } from '../src/newsletters/sending/flight-log.repository.ts';
import { MailRows } from '../src/newsletters/sending/mail-rows.ts';
import { MailSender } from '../src/newsletters/sending/mail-sender.ts';
import type { PaceRules } from '../src/newsletters/sending/pace.ts';
import { Pacing } from '../src/newsletters/sending/pacing.ts';
import { TakeOver } from '../src/newsletters/sending/take-over.ts';
import { Leave } from '../src/newsletters/subscribers/leave.ts';
import { NewsletterTokens } from '../src/newsletters/subscribers/newsletter-tokens.ts';
import { SubscriberRepository } from '../src/newsletters/subscribers/subscriber.repository.ts';
import type { Subscriber, Subscription } from '../src/newsletters/subscribers/subscriber.ts';
import { SuppressionRepository } from '../src/newsletters/subscribers/suppression.repository.ts';
import { NoticeChoiceRepository } from '../src/notices/choice.repository.ts';
import { NoticeChoicesController } from '../src/notices/choices.controller.ts';
import { ComposeNotices } from '../src/notices/compose-notices.ts';
import { ForgetMember } from '../src/notices/forget-member.ts';
import { NoticeRepository } from '../src/notices/notice.repository.ts';
import { PlanDigests } from '../src/notices/plan-digests.ts';
import { PlanNotices } from '../src/notices/plan-notices.ts';
import { Recipients } from '../src/notices/recipients.ts';
import { SettleCaseNotices, SettleFramingNotices } from '../src/notices/settle-notices.ts';
import { PublicOrigin } from '../src/public-origin.ts';
import { BounceRepository } from '../src/returns/bounce.repository.ts';
import { HandleReturn } from '../src/returns/handle-return.ts';
import { MailReturns } from '../src/returns/mail-returns.ts';
import { Readers } from '../src/returns/readers.ts';
import { ReturnAddresses } from '../src/returns/return-addresses.ts';

const origin = new PublicOrigin('http://localhost:3000');

const replyTo = 'equipe@demo.example';
/** Made for each run: what it signs is checked against its public half. */
export const dkim = {
  selector: 'essaim',
  privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString(),
};

const aBox = () => new SecretBox(Buffer.alloc(32, 7).toString('base64'));

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
  readonly leases: Leases;
  readonly wake: Wake;
  readonly taps: ChannelSwitch;
  readonly suppressions: SuppressionRepository;
  readonly ledger: LedgerRepository;
  readonly tellings: TellingRepository;
  readonly subscribers: SubscriberRepository;
  readonly queue: MailQueue;
  readonly composer: MailComposer;
  readonly sender: MailSender;
  readonly flights: FlightLogRepository;
  readonly notices: NoticePlanners;
  readonly returns: ReturnType<typeof aReturnsDesk>;
}

/** Names and addresses of members, as submission tells them; `away` while it does not answer. */
export interface Contacts {
  readonly known: Map<string, { readonly name: string; readonly email: string; readonly page?: string }>;
  isAway: boolean;
}

const asked = (contacts: Contacts): Queries => {
  const ask = async (_: unknown, { ids }: { ids: readonly string[] }) => {
    if (contacts.isAway) throw new Unavailable();
    return { items: ids.flatMap((id) => [contacts.known.get(id)].flatMap((known) => (known ? { id, ...known } : []))) };
  };
  return { ask } as unknown as Queries;
};

/** Stands between a sender and its database. */
export interface Seen {
  readonly rows: (rows: MailRows) => MailRows;
  readonly flights: (flights: FlightLogRepository) => FlightLogRepository;
  readonly pace?: PaceRules;
}

interface NoticePlanners {
  readonly ring: KeyRing;
  readonly choices: NoticeChoiceRepository;
  readonly page: NoticeChoicesController;
  readonly forget: ForgetMember;
  readonly plan: PlanNotices;
  readonly digests: PlanDigests;
  readonly settleCase: SettleCaseNotices;
  readonly settleFraming: SettleFramingNotices;
}

const aNoticeDesk = (database: Database, ledger: LedgerRepository, contacts: Contacts, tokens: NewsletterTokens) => {
  const [ring, notices] = [new KeyRing(database), new NoticeRepository(database)];
  const choices = new NoticeChoiceRepository(database);
  return {
    compose: new ComposeNotices(ledger, notices, asked(contacts), origin, choices, tokens),
    plannersOn: (queue: MailQueue): NoticePlanners => ({
      ring,
      choices,
      page: new NoticeChoicesController(choices, tokens),
      forget: new ForgetMember(choices, notices),
      plan: new PlanNotices(new Recipients(ring), notices, ledger, queue),
      digests: new PlanDigests(notices, ledger, queue, database, kept, 'daily'),
      settleCase: new SettleCaseNotices(notices),
      settleFraming: new SettleFramingNotices(notices),
    }),
  };
};

/** What comes back, and where it is taken in. */
const aReturnsDesk = (database: Database, subscribers: SubscriberRepository, contacts: Contacts) => {
  const [suppressions, bounces] = [new SuppressionRepository(database), new BounceRepository(database)];
  const addresses = new ReturnAddresses(aBox(), 'retours@demo.example');
  const handle = new HandleReturn(
    addresses,
    new Readers(subscribers, new Leave(subscribers, suppressions), asked(contacts)),
    suppressions,
    bounces,
  );
  const mail = new MailReturns(addresses, suppressions, handle);
  return { addresses, suppressions, bounces, handle, mail };
};

/** Mail senders on one database, stopped after each test. */
export const mailHouse = ({ aDatabase, stopFirst }: ReturnType<typeof mongoForThisFile>) => {
  const started: MailSender[] = [];
  const contacts: Contacts = { known: new Map(), isAway: false };
  stopFirst(async () => {
    for (const sender of started.splice(0)) await sender.beforeApplicationShutdown();
  });

  /**
   * @param seen what the sender sees of its rows and its log, when it is not to see them as they are.
   * @param beside makes what else is on that database, before it is ready.
   */
  const anInstance = (
    smtpUrl: string,
    name = aDatabaseName(),
    seen: Seen = { rows: (rows) => rows, flights: (flights) => flights },
    beside: (database: Database) => void = () => undefined,
  ): Promise<Instance> =>
    aDatabase((database: Database) => {
      const leases = new Leases(database);
      beside(database);
      const ledger = new LedgerRepository(database);
      const subscribers = new SubscriberRepository(database);
      const tellings = new TellingRepository(database);
      const [box, wake] = [aBox(), aWake()];
      const tokens = new NewsletterTokens(box, origin);
      const letters = new ComposeLetters(ledger, tellings, tokens, box, origin);
      const notices = aNoticeDesk(database, ledger, contacts, tokens);
      const composer = new MailComposer(ledger, subscribers, tokens, letters, origin, notices.compose);
      const transport = new MailTransport({ url: smtpUrl, from: 'Essaim <essaim@demo.example>', replyTo, dkim });
      const taps = new ChannelSwitch(database, wake);
      const returns = aReturnsDesk(database, subscribers, contacts);
      const [rows, flights] = [new MailRows(ledger), new FlightLogRepository(database)];
      const sender = new MailSender(
        seen.rows(rows),
        seen.flights(flights),
        new TakeOver(rows, flights),
        composer,
        transport,
        database,
        kept,
        returns.mail,
        new Pacing(database, seen.pace ?? { perMinute: null, perMinuteToDomain: null, warmUp: null }),
        taps,
        wake,
      );
      const queue = new MailQueue(ledger, wake);
      return {
        database,
        leases,
        wake,
        taps,
        suppressions: returns.suppressions,
        ledger,
        tellings,
        subscribers,
        queue,
        composer,
        sender,
        flights,
        notices: notices.plannersOn(queue),
        returns,
      };
    }, name);

  return {
    anInstance,
    contacts,
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
export const dueMails = async (
  { ledger, subscribers }: Instance,
  count: number,
  resource = aResource(),
): Promise<string[]> => {
  const now = new Date();
  const data = JSON.stringify(origin.resource(resource));
  await ledger.keepCause({ _id: mailCauseId('e1'), type: 'resource.published', occurredAt: now.toISOString(), data });
  const emails = Array.from({ length: count }, (_, index) => `lectrice-${index}@lecteurs.example`);
  const rows: MailDelivery[] = [];
  for (const email of emails) {
    const [id, person] = [newId(), personOf(email)];
    await subscribers.add(aSubscriber(email, { id }));
    const about = { tells: [`${resource.id}|1|published`], resources: [resource.id] };
    rows.push(row('e1', id, 'published', person, now, { resource: resource.id, version: 1, ...about }));
  }
  await ledger.add(rows);
  return emails;
};
