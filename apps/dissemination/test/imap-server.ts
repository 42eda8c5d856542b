import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import hoodiecrow from 'hoodiecrow-imap';
import { ImapFlow } from 'imapflow';
import { mailboxAt } from '../src/returns/imap-mailbox.ts';

const plugins = ['ID', 'AUTH-PLAIN', 'NAMESPACE', 'IDLE', 'ENABLE', 'LITERALPLUS', 'UNSELECT', 'MOVE', 'UIDPLUS'];

/**
 * A mailbox on an IMAP server that is not ours: hoodiecrow's, or the one that ESSAIM_TEST_IMAP names (any password of a mailbox that
 * may be emptied). Between the two is a line that can be cut.
 */
export class ImapServer {
  private hoodiecrow: ReturnType<typeof hoodiecrow> | undefined;
  private line: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private behind = new URL('imap://localhost');
  /** While true, whoever connects is let go at once. */
  isAway = false;
  connections = 0;

  async start(): Promise<void> {
    this.behind = new URL(process.env.ESSAIM_TEST_IMAP ?? (await this.startHoodiecrow()));
    this.line = createServer((socket) => this.pass(socket));
    this.line.listen(0, '127.0.0.1');
    await once(this.line, 'listening');
  }

  async stop(): Promise<void> {
    this.cut();
    this.line?.close();
    await new Promise<void>((resolve) => (this.hoodiecrow ? this.hoodiecrow.close(resolve) : resolve()));
  }

  /** Where it is reached, by the line. */
  get url(): string {
    const url = new URL(this.behind);
    const { port } = (this.line as Server).address() as AddressInfo;
    url.host = `127.0.0.1:${port}`;
    return url.href;
  }

  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** As the mail server of the domain leaves it there. */
  async arrives(...mails: readonly (string | Buffer)[]): Promise<void> {
    await this.visit(async (client) => {
      for (const mail of mails) await client.append('INBOX', mail);
    });
  }

  /** The subjects of what is in a folder; empty when there is no such folder. */
  async subjects(folder = 'INBOX'): Promise<string[]> {
    return this.visit(async (client) => {
      const known = (await client.list()).some(({ path }) => path === folder);
      const count = known ? (await client.mailboxOpen(folder)).exists : 0;
      const found = count ? await client.fetchAll('1:*', { envelope: true }) : [];
      return found.map(({ envelope }) => envelope?.subject ?? '');
    });
  }

  async empty(...folders: readonly string[]): Promise<void> {
    await this.visit(async (client) => {
      for (const { path } of (await client.list()).filter((folder) => folders.includes(folder.path))) {
        const { exists } = await client.mailboxOpen(path);
        if (exists) await client.messageDelete('1:*');
      }
    });
  }

  private async visit<Result>(use: (client: ImapFlow) => Promise<Result>): Promise<Result> {
    const options = mailboxAt(this.behind.href)?.connection;
    const client = new ImapFlow({ ...options, logger: false });
    await client.connect();
    try {
      return await use(client);
    } finally {
      client.close();
    }
  }

  private pass(socket: Socket): void {
    this.connections += 1;
    if (this.isAway) return void socket.destroy();
    const onward = connect(Number(this.behind.port), this.behind.hostname);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }

  private async startHoodiecrow(): Promise<string> {
    const server = hoodiecrow({ plugins, storage: { INBOX: {}, '': { separator: '/', folders: {} } } });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.hoodiecrow = server;
    return `imap://testuser:testpass@127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  }
}
