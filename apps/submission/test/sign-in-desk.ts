import { MailTransport } from '#mail';
import { type NatsLink, OutboxRelay, type StampedEvent, type Wake } from '#messaging';
import { type Database, SecretBox } from '#persistence';
import { NetworkRepository } from '../src/networks/network.repository.ts';
import { PersonRepository } from '../src/people/person.repository.ts';
import type { ClientPart } from '../src/sessions/client-part.ts';
import { ExchangeSession } from '../src/sessions/exchange-session.ts';
import { OpenSession } from '../src/sessions/open-session.ts';
import { RevokeSessions } from '../src/sessions/revoke-sessions.ts';
import { SessionRepository } from '../src/sessions/session.repository.ts';
import { SigningKeyRepository } from '../src/sessions/signing-key.repository.ts';
import { SigningKeys } from '../src/sessions/signing-keys.ts';
import { AskForLink } from '../src/sign-in/ask-for-link.ts';
import { RequestLimits } from '../src/sign-in/request-limits.ts';
import { SendInvitation } from '../src/sign-in/send-invitation.ts';
import { SignInLinkRepository } from '../src/sign-in/sign-in-link.repository.ts';
import { SignInLog } from '../src/sign-in/sign-in-log.ts';
import { SignInMailer } from '../src/sign-in/sign-in-mailer.ts';
import { SignInMails } from '../src/sign-in/sign-in-mails.ts';
import { SignInTokens } from '../src/sign-in/sign-in-tokens.ts';
import { SignInWithLink } from '../src/sign-in/sign-in-with-link.ts';

export const client: ClientPart = {
  ip: '192.0.2.77',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
};
export const origin = 'https://essaim.example';

/** Has no NATS to publish to: what is announced stays in the outbox, where a test can look. */
const aStillRelay = (database: Database): OutboxRelay =>
  new OutboxRelay({ service: 'submission', url: 'nats://nowhere', replicas: 1 }, { isUp: false } as NatsLink, database);

/** Everything that signing in takes, on a database of its own; mail goes to `smtpUrl`. */
export const aSignInDesk = (
  database: Database,
  { smtpUrl = 'smtp://127.0.0.1:9', mode = 'test' as 'test' | 'production' } = {},
) => {
  const access = { mode, origin };
  const box = new SecretBox(Buffer.alloc(32, 7).toString('base64'));
  const relay = aStillRelay(database);
  const [people, sessions] = [new PersonRepository(database, relay), new SessionRepository(database, relay)];
  const [links, log, tokens] = [new SignInLinkRepository(database), new SignInLog(database), new SignInTokens(box)];
  const signingKeyRepository = new SigningKeyRepository(database, relay);
  const signingKeys = new SigningKeys(signingKeyRepository, box, database);
  const limits = new RequestLimits(database, box, access);
  const openSession = new OpenSession(sessions, log);
  const wake = { on: () => {}, call: () => {} } as unknown as Wake;
  const networks = new NetworkRepository(database, relay);
  const mails = new SignInMails(tokens, networks, access);
  const transport = new MailTransport({ url: smtpUrl, from: 'Essaim <essaim@essaim.example>' });
  return {
    people,
    networks,
    sessions,
    links,
    log,
    tokens,
    limits,
    signingKeys,
    signingKeyRepository,
    transport,
    openSession,
    askForLink: new AskForLink(limits, links, wake),
    signInWithLink: new SignInWithLink(tokens, links, people, openSession, log),
    exchangeSession: new ExchangeSession(sessions, signingKeys, access),
    revokeSessions: new RevokeSessions(sessions, log),
    sendInvitation: new SendInvitation(people, links, wake),
    mailer: new SignInMailer(links, people, mails, transport, database, wake),
    /** The last link that was asked for. */
    lastLink: async () => {
      const link = await links.links.findOne().sort({ _id: -1 }).lean();
      if (!link) throw new Error('no link was asked for');
      return link;
    },
    outboxOf: async (session: string) => {
      const stored = await sessions.store.model.collection.findOne({ _id: session as never });
      return ((stored as { outbox?: StampedEvent[] } | null)?.outbox ?? []).map(({ type, data }) => ({ type, data }));
    },
  };
};
