import { createHash } from 'node:crypto';
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer';
import { type DkimKey, signedHeaders } from './dkim.ts';
import { headersOf } from './headers.ts';
import type { HandOver, Mail } from './mail.ts';
import { addressOf, domainOf } from './mailbox.ts';

export interface MailTransportOptions {
  /** `smtp://…` or `smtps://…`, with credentials where needed. */
  readonly url: string;
  /** `Name <address>`. */
  readonly from: string;
  /** Who reads the answers of people; without it, who sends. */
  readonly replyTo?: string | undefined;
  /** Signs what leaves, for the domain of `from`. */
  readonly dkim?: DkimKey | undefined;
  readonly connections?: number;
}

/** The only way out for mail. */
export class MailTransport {
  private readonly transporter: Transporter;

  constructor(private readonly options: MailTransportOptions) {
    const pool = new URLSearchParams({
      pool: 'true',
      maxConnections: String(options.connections ?? 5),
      // A mail whose connection broke may have left: the ledger says so, and decides when it goes again.
      maxRequeues: '0',
    });
    this.transporter = createTransport(`${options.url}${options.url.includes('?') ? '&' : '?'}${pool}`, {
      // Our content only: nothing in a mail may make the server read a file or an address.
      disableFileAccess: true,
      disableUrlAccess: true,
      ...(options.dkim ? { dkim: signing(options.dkim, options.from) } : {}),
    });
  }

  /** Hands a mail to the SMTP server. Never throws: how it ended is the answer. */
  async send(mail: Mail): Promise<HandOver> {
    try {
      const { response } = await this.transporter.sendMail(this.compose(mail));
      return { outcome: 'accepted', response: String(response).slice(0, 300) };
    } catch (error) {
      return handOverOf(error);
    }
  }

  async check(): Promise<boolean> {
    return this.transporter.verify().then(
      () => true,
      () => false,
    );
  }

  close(): void {
    this.transporter.close();
  }

  private compose(mail: Mail): SendMailOptions {
    const { messageId, to, subject, text, html, date, returnPath } = mail;
    const { from, replyTo } = this.options;
    return {
      from,
      ...(replyTo ? { replyTo } : {}),
      envelope: { from: returnPath ?? addressOf(from), to },
      to,
      subject,
      text,
      html,
      date,
      messageId: `<${messageId}>`,
      // Two attempts at one mail are the same bytes.
      baseBoundary: createHash('sha256').update(messageId).digest('hex').slice(0, 24),
      headers: headersOf(mail, domainOf(from)),
    } as SendMailOptions;
  }
}

const signing = ({ selector, privateKey }: DkimKey, from: string) => ({
  domainName: domainOf(from),
  keySelector: selector,
  privateKey,
  headerFieldNames: signedHeaders.join(':'),
});

/** A reply of the 5xx kind is final (RFC 5321 §4.2.1); whatever else, the same mail may pass later. */
const handOverOf = (error: unknown): HandOver => {
  const { responseCode, message, command } = error as { responseCode?: number; message?: string; command?: string };
  const reason = String(message ?? error).slice(0, 300);
  if (responseCode === closing) return { outcome: 'deferred', reason, isInDoubt: isAfterGreeting(command, reason) };
  if (responseCode) return { outcome: responseCode >= 500 ? 'refused' : 'deferred', reason };
  return { outcome: 'deferred', reason, isInDoubt: wasConnected(error) };
};

/** A server may say so at any time (RFC 5321 §3.8), also instead of the answer to a mail that it had taken. */
const closing = 421;
/** nodemailer names no stage when it comes unasked; a busy server that says it first thing has taken nothing. */
const isAfterGreeting = (command: string | undefined, reason: string): boolean =>
  (command === 'DATA' || command === 'CONN') && !reason.startsWith('Invalid greeting');

/** Whether the failure came after the connection was made. nodemailer does not tell how far the mail had gone. */
const wasConnected = (error: unknown): boolean => {
  const { code, command, syscall } = error as { code?: string; command?: string; syscall?: string };
  return command === 'CONN' && syscall !== 'connect' && code !== 'EDNS';
};
