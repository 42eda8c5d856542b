import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { Webhook } from 'standardwebhooks';

/** One request that a receiver of webhooks got, whether or not it could still be answered. */
export interface Receipt {
  readonly receiver: string;
  /** `webhook-id`. */
  readonly id: string;
  readonly bodyHash: string;
  readonly at: number;
  /** What the `standardwebhooks` package says of its signature. */
  readonly verified: boolean;
  readonly type: string;
  readonly sequence: number;
  readonly resource: string | null;
}

/** One mail that the server accepted. */
export interface AcceptedMail {
  readonly recipient: string;
  readonly messageId: string;
  /** Of the bytes as they came. */
  readonly rawHash: string;
  readonly at: number;
  readonly text: string;
  readonly resource: string | null;
}

const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64url');

/** The tools of any number of networks, a path each, in one server. They live in this process, which is never killed. */
export class WebhookReceivers {
  readonly log: Receipt[] = [];
  onReceipt: (receipt: Receipt) => void = () => {};
  private readonly secrets = new Map<string, PromiseWithResolvers<string>>();
  private readonly server: Server = createServer((request, response) => this.receive(request, response));

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  urlOf(receiver: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${receiver}`;
  }

  /** The secret that creating the endpoint answered: its ping waits for it. */
  trust(receiver: string, secret: string): void {
    this.secretOf(receiver).resolve(secret);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private secretOf(receiver: string): PromiseWithResolvers<string> {
    const known = this.secrets.get(receiver) ?? Promise.withResolvers<string>();
    this.secrets.set(receiver, known);
    return known;
  }

  private receive(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    // Who is killed while it sends leaves half a request: nothing was received.
    request.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const at = Date.now();
      const receiver = (request.url ?? '').slice(1);
      const secret = await this.secretOf(receiver).promise;
      const receipt = read(request, receiver, Buffer.concat(chunks), secret, at);
      this.log.push(receipt);
      this.onReceipt(receipt);
      response.writeHead(receipt.verified ? 204 : 401).end();
    });
  }
}

const read = (request: IncomingMessage, receiver: string, body: Buffer, secret: string, at: number): Receipt => {
  const { type, sequence, data } = JSON.parse(body.toString());
  return {
    receiver,
    id: String(request.headers['webhook-id']),
    bodyHash: hash(body),
    at,
    verified: isGenuine(body, request.headers as Record<string, string>, secret),
    type,
    sequence,
    resource: data.id ?? null,
  };
};

const isGenuine = (body: Buffer, headers: Record<string, string>, secret: string): boolean => {
  try {
    new Webhook(secret).verify(body.toString(), headers);
    return true;
  } catch {
    return false;
  }
};

/** Where the product's mail goes: every mail is written down before it is accepted. */
export class MailReceivers {
  readonly log: AcceptedMail[] = [];
  onMail: (mail: AcceptedMail) => void = () => {};
  private readonly server: SMTPServer;

  constructor() {
    this.server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 100,
      onData: (stream, { envelope }, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const recipients = envelope.rcptTo.map(({ address }) => address.toLowerCase());
          this.keep(recipients, Buffer.concat(chunks)).then(() => done(), done);
        });
      },
    });
    // Connections of a process that was killed.
    this.server.on('error', () => undefined);
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }

  private async keep(recipients: readonly string[], raw: Buffer): Promise<void> {
    const at = Date.now();
    const { messageId = '', text = '' } = await simpleParser(raw);
    const resource = /\/ressources\/([0-9a-f-]{36})/.exec(text)?.[1] ?? null;
    for (const recipient of recipients) {
      const mail = { recipient, messageId, rawHash: hash(raw), at, text, resource };
      this.log.push(mail);
      this.onMail(mail);
    }
  }
}
