import { ImapFlow, type ImapFlowOptions } from 'imapflow';
import { mostBytes } from './return-intake.ts';

/** Where a mailbox is, and who may read it. */
export interface MailboxOptions {
  readonly connection: ImapFlowOptions;
  /** The folder where mail arrives. */
  readonly folder: string;
}

/** What no program has an answer for is put there, for a person; removed when that person is done. */
export const asideFolder = 'Essaim-a-lire';

const loopback = /^(localhost|127\.|\[?::1)/;

/** `imaps://user:password@host:port/folder`, as the configuration says it; a password never travels in the clear. */
export const mailboxAt = (given: string | undefined): MailboxOptions | null => {
  if (!given) return null;
  const { protocol, hostname, port, username, password, pathname } = new URL(given);
  const secure = protocol === 'imaps:';
  return {
    connection: {
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port) || (secure ? 993 : 143),
      secure,
      ...(secure || loopback.test(hostname) ? {} : { doSTARTTLS: true }),
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    },
    folder: decodeURIComponent(pathname.slice(1)) || 'INBOX',
  };
};

const mebibyte = 1024 * 1024;
/** A server that hangs, or sends without end, ends the connection and nothing else. */
const bounds: ImapFlowOptions = {
  connectionTimeout: 15_000,
  greetingTimeout: 15_000,
  socketTimeout: 60_000,
  maxLiteralSize: 2 * mebibyte,
  maxLineLength: 16 * mebibyte,
  maxResponseSize: 32 * mebibyte,
  maxResponseTokens: 100_000,
  disableAutoIdle: true,
  logger: false,
};

/** A mailbox of ours on somebody's IMAP server (RFC 9051), while a connection to it lasts. */
export class ImapMailbox {
  private hasAside = false;

  private constructor(private readonly client: ImapFlow) {}

  /** @throws when it cannot be reached, or does not let us in */
  static async open({ connection, folder }: MailboxOptions): Promise<ImapMailbox> {
    const client = new ImapFlow({ ...bounds, ...connection });
    // Whatever is asked next hears of it.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.mailboxOpen(folder);
      return new ImapMailbox(client);
    } catch (error) {
      client.close();
      throw error;
    }
  }

  /** What is there, the oldest first, by the numbers that stay. */
  async arrived(): Promise<number[]> {
    return did(await this.client.search({ deleted: false }, { uid: true }), 'search');
  }

  /** Null when it is gone, `too large` when it is no report of anything of ours. */
  async read(uid: number): Promise<Buffer | 'too large' | null> {
    const wanted = { uid: true, size: true, source: { maxLength: mostBytes + 1 } };
    const found = await this.client.fetchOne(String(uid), wanted, { uid: true });
    did(this.client.usable, 'fetch');
    const { source, size = 0 } = found || {};
    if (!source) return null;
    return Math.max(size, source.length) > mostBytes ? 'too large' : source;
  }

  /** For good: what it said is done, and it names people. */
  async remove(uid: number): Promise<void> {
    did(await this.client.messageDelete(String(uid), { uid: true }), 'delete');
  }

  async putAside(uid: number): Promise<void> {
    if (!this.hasAside) await this.client.mailboxCreate(asideFolder);
    this.hasAside = true;
    did(await this.client.messageMove(String(uid), asideFolder, { uid: true }), 'move');
  }

  async close(): Promise<void> {
    await this.client.logout().catch(() => undefined);
    this.client.close();
  }
}

/** Some commands answer false when they failed, or when the line broke. */
const did = <Answer>(answer: Answer | false | undefined, what: string): Answer => {
  if (answer === false || answer === undefined) throw new Error(`the mail server did not ${what}`);
  return answer;
};
