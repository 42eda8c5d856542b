import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { eventually } from './eventually.ts';

/** A mail as it arrived: read by a parser that the product does not use. */
export interface ReceivedMail {
  readonly to: string;
  /** Where it comes from as far as servers are concerned: the return path. */
  readonly from: string;
  readonly raw: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: ParsedMail['headerLines'];
}

/** A refusal of one recipient, as SMTP says it: 4xx for now, 5xx for good. */
export interface Refusal {
  readonly code: number;
  readonly words: string;
}

/** Where the product's mail goes in tests: an SMTP server by others, that can be down and can refuse. */
export class MailServer {
  readonly received: ReceivedMail[] = [];
  /** How often each address was asked for, taken or not. */
  readonly attempts = new Map<string, number>();
  /** Decides on each recipient; whoever it says nothing of is taken. */
  refuse: (address: string, attempt: number) => Refusal | undefined = () => undefined;
  /** How long it takes to say that it took a mail. */
  thinksMs = 0;
  private server: SMTPServer | undefined;
  private port = 0;

  /** Its address stays the same over its absences. */
  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 50,
      onRcptTo: ({ address }, _session, decide) => decide(this.refusalOf(address.toLowerCase())),
      onData: (stream, { envelope }, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const raw = Buffer.concat(chunks);
          const from = envelope.mailFrom ? envelope.mailFrom.address : '';
          void Promise.all(envelope.rcptTo.map(({ address }) => this.keep(address.toLowerCase(), from, raw))).then(
            () => setTimeout(done, this.thinksMs),
            (error: Error) => done(error),
          );
        });
      },
    });
    server.on('error', () => {});
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.server.address() as AddressInfo).port;
    this.server = server;
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server) await new Promise<void>((resolve) => server.close(resolve));
  }

  to(address: string): readonly ReceivedMail[] {
    return this.received.filter(({ to }) => to === address);
  }

  /** The mail to that address that contains these words, once it has come. */
  async waitFor(address: string, words: string, withinMs?: number): Promise<ReceivedMail> {
    return eventually(() => {
      const found = this.to(address).find(({ text }) => text.includes(words));
      if (!found) throw new Error(`no mail to ${address} says « ${words} »`);
      return found;
    }, withinMs);
  }

  private refusalOf(address: string): Error | null {
    const attempt = (this.attempts.get(address) ?? 0) + 1;
    this.attempts.set(address, attempt);
    const refusal = this.refuse(address, attempt);
    return refusal ? Object.assign(new Error(refusal.words), { responseCode: refusal.code }) : null;
  }

  private async keep(to: string, from: string, raw: Buffer): Promise<void> {
    const { subject = '', text = '', html, headerLines } = await simpleParser(raw);
    this.received.push({ to, from, raw: raw.toString(), subject, text, html: html || '', headers: headerLines });
  }
}

/** The value of a header, unfolded; undefined when the mail has none. */
export const header = ({ headers }: ReceivedMail, name: string): string | undefined =>
  headers
    .find(({ key }) => key === name.toLowerCase())
    ?.line.replace(/^[^:]+:\s*/, '')
    .replace(/\r?\n\s+/g, ' ');

/** The first address in a mail that leads to such a page of ours. */
export const linkTo = ({ text }: ReceivedMail, page: 'confirm' | 'unsubscribe' | 'preferences'): string => {
  const [link] = new RegExp(`https?://\\S+/newsletters/${page}/\\S+`).exec(text) ?? [];
  if (!link) throw new Error(`the mail has no link to ${page}`);
  return link;
};
