import { generateKeyPairSync } from 'node:crypto';
import { afterEach } from '@jest/globals';
import { KeyRing } from '#access';
import { MailTransport } from '#mail';
import type { Continuity, Queries, Wake } from '#messaging';
import { type Database, newId, SecretBox } from '#persistence';
import { Unavailable } from '#platform';
import { aResource } from '../../../libs/contracts/test/builders.ts';
import { aDatabaseName, type mongoForThisFile } from '../../../test/support/engines.ts';
import { LedgerRepository } from '../src/ledger/ledger.repository.ts';
import { personOf } from '../src/ledger/ledger.ts';
import { MailComposer } from '../src/newsletters/mail-composer.ts';
import type { MailDelivery } from '../src/newsletters/mail-delivery.ts';
import { MailQueue, row } from '../src/newsletters/mail-queue.ts';
import { MailSender } from '../src/newsletters/mail-sender.ts';
import { NewsletterTokens } from '../src/newsletters/newsletter-tokens.ts';
import { SuppressionRepository } from '../src/newsletters/subscribers/suppression.repository.ts';
import { SubscriptionRepository } from '../src/newsletters/subscription.repository.ts';
import { ComposeNotices } from '../src/notices/compose-notices.ts';
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

const kept = { isKept: true } as Continuity;

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
  readonly ledger: LedgerRepository;
  readonly subscriptions: SubscriptionRepository;
  readonly queue: MailQueue;
  readonly composer: MailComposer;
  readonly sender: MailSender;
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

interface NoticePlanners {
  readonly ring: KeyRing;
  readonly plan: PlanNotices;
  readonly digests: PlanDigests;
  readonly settleCase: SettleCaseNotices;
  readonly settleFraming: SettleFramingNotices;
}

const aNoticeDesk = (database: Database, ledger: LedgerRepository, contacts: Contacts) => {
  const [ring, notices] = [new KeyRing(database), new NoticeRepository(database)];
  return {
    compose: new ComposeNotices(ledger, notices, asked(contacts), origin),
    plannersOn: (queue: MailQueue): NoticePlanners => ({
      ring,
      plan: new PlanNotices(new Recipients(ring), notices, ledger, queue),
      digests: new PlanDigests(notices, ledger, queue, database, kept, 'daily'),
      settleCase: new SettleCaseNotices(notices),
      settleFraming: new SettleFramingNotices(notices),
    }),
  };
};

/** What comes back, and where it is taken in. */
const aReturnsDesk = (database: Database, subscriptions: SubscriptionRepository, contacts: Contacts) => {
  const [suppressions, bounces] = [new SuppressionRepository(database), new BounceRepository(database)];
  const addresses = new ReturnAddresses(aBox(), 'retours@demo.example');
  const handle = new HandleReturn(addresses, new Readers(subscriptions, asked(contacts)), suppressions, bounces);
  const mail = new MailReturns(addresses, suppressions, handle);
  return { addresses, suppressions, bounces, handle, mail };
};

/** Mail senders on one database, stopped after each test. */
export const mailHouse = ({ aDatabase }: ReturnType<typeof mongoForThisFile>) => {
  const started: MailSender[] = [];
  const contacts: Contacts = { known: new Map(), isAway: false };
  afterEach(async () => {
    for (const sender of started.splice(0)) await sender.beforeApplicationShutdown();
  });

  /** @param ledgerOf what the sender sees of the ledger, when it is not to see it as it is. */
  const anInstance = (
    smtpUrl: string,
    name = aDatabaseName(),
    ledgerOf: (ledger: LedgerRepository) => LedgerRepository = (ledger) => ledger,
  ): Promise<Instance> =>
    aDatabase((database: Database) => {
      const ledger = new LedgerRepository(database);
      const subscriptions = new SubscriptionRepository(database);
      const tokens = new NewsletterTokens(aBox(), origin);
      const notices = aNoticeDesk(database, ledger, contacts);
      const composer = new MailComposer(ledger, subscriptions, tokens, origin, notices.compose);
      const transport = new MailTransport({ url: smtpUrl, from: 'Essaim <essaim@demo.example>', replyTo, dkim });
      const wake = aWake();
      const returns = aReturnsDesk(database, subscriptions, contacts);
      const sender = new MailSender(ledgerOf(ledger), composer, transport, database, kept, returns.mail, wake);
      const queue = new MailQueue(ledger, wake);
      const planners = notices.plannersOn(queue);
      return { ledger, subscriptions, queue, composer, sender, notices: planners, returns };
    }, name);

  return {
    anInstance,
    contacts,
    start: (...instances: readonly Instance[]) => {
      for (const { sender } of instances) {
        sender.onApplicationBootstrap();
        started.push(sender);
      }
    },
  };
};

/** So many readers, each with a mail of one publication that is due. */
export const dueMails = async (
  { ledger, subscriptions }: Instance,
  count: number,
  resource = aResource(),
): Promise<string[]> => {
  const now = new Date();
  const data = JSON.stringify(origin.resource(resource));
  await ledger.keepCause({ _id: 'e1', type: 'resource.published', occurredAt: now.toISOString(), data });
  const emails = Array.from({ length: count }, (_, index) => `lectrice-${index}@lecteurs.example`);
  const rows: MailDelivery[] = [];
  for (const email of emails) {
    const [id, person] = [newId(), personOf(email)];
    await subscriptions.add({
      _id: id,
      email,
      person,
      frequency: 'immediate',
      filter: {},
      status: 'confirmed',
      wish: email,
      createdAt: now,
      askedAt: now,
      confirmedAt: now,
      consent: [],
    });
    rows.push(row('e1', id, 'published', person, now, { resource: resource.id, version: 1 }));
  }
  await ledger.add(rows);
  return emails;
};
