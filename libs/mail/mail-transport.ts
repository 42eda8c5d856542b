import { createTransport, type Transporter } from 'nodemailer';
import type { HandOver, Mail } from './mail.ts';
import { MailForms } from './mail-form.ts';
import { safety, signing, type Writing } from './write-mail.ts';

export interface MailTransportOptions extends Writing {
  /** `smtp://…` or `smtps://…`, with credentials where needed. */
  readonly url: string;
  readonly connections?: number;
}

/** How many mails are handed over at a time, unless it is said. */
export const mailConnections = 10;
/** A connection is used for so many: making one costs as much as a mail. */
const mostOverOne = 500;

/** The only way out for mail. */
export class MailTransport {
  private readonly transporter: Transporter;
  private readonly forms: MailForms;

  constructor(options: MailTransportOptions) {
    this.forms = new MailForms(options);
    const pool = new URLSearchParams({
      pool: 'true',
      maxConnections: String(options.connections ?? mailConnections),
      maxMessages: String(mostOverOne),
      // A mail whose connection broke may have left: the ledger says so, and decides when it goes again.
      maxRequeues: '0',
    });
    this.transporter = createTransport(`${options.url}${options.url.includes('?') ? '&' : '?'}${pool}`, {
      ...safety,
      ...signing(options),
    });
  }

  /** Hands a mail to the SMTP server. Never throws: how it ended is the answer. */
  async send(mail: Mail): Promise<HandOver> {
    try {
      const { response } = await this.transporter.sendMail(this.forms.write(mail));
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
}

/** A reply of the 5xx kind is final (RFC 5321 §4.2.1); whatever else, the same mail may pass later. */
const handOverOf = (error: unknown): HandOver => {
  const { responseCode, message, command } = error as { responseCode?: number; message?: string; command?: string };
  const reason = String(message ?? error).slice(0, 300);
  if (responseCode === closing) return { outcome: 'deferred', reason, isInDoubt: isAfterGreeting(command, reason) };
  if (responseCode && responseCode >= 500) return { outcome: 'refused', reason };
  if (responseCode) return { outcome: 'deferred', reason, isReply: true };
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

/** The very bytes that would leave, signed, handed to nobody. */
export const writeMail = async (options: Writing, mail: Mail): Promise<Buffer> => {
  const writer = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    ...safety,
    ...signing(options),
  });
  return (await writer.sendMail(new MailForms(options).write(mail))).message as Buffer;
};
