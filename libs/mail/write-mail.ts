import { createHash } from 'node:crypto';
import type { SendMailOptions } from 'nodemailer';
import { type DkimKey, signedHeaders } from './dkim.ts';
import { headersOf } from './headers.ts';
import type { Mail } from './mail.ts';
import { addressOf, domainOf } from './mailbox.ts';

/** Who a mail is from, and how it is signed. */
export interface Writing {
  /** `Name <address>`. */
  readonly from: string;
  /** Who reads the answers of people; without it, who sends. */
  readonly replyTo?: string | undefined;
  /** Signs what leaves, for the domain of `from`. */
  readonly dkim?: DkimKey | undefined;
}

/** Our content only: nothing in a mail may make the server read a file or an address. */
export const safety = { disableFileAccess: true, disableUrlAccess: true } as const;

/** How nodemailer signs what leaves; nothing when there is no key. */
export const signing = ({ dkim, from }: Writing) =>
  dkim
    ? {
        dkim: {
          domainName: domainOf(from),
          keySelector: dkim.selector,
          privateKey: dkim.privateKey,
          headerFieldNames: signedHeaders.join(':'),
        },
      }
    : {};

/**
 * A mail as nodemailer takes it: two attempts at one mail are the same bytes.
 *
 * @param seed what the boundary between its parts is drawn from
 */
export const composed = ({ from, replyTo }: Writing, mail: Mail, seed: string): SendMailOptions => {
  const { messageId, to, subject, text, html, date, returnPath } = mail;
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
    baseBoundary: createHash('sha256').update(seed).digest('hex').slice(0, 24),
    headers: headersOf(mail, domainOf(from)),
  } as SendMailOptions;
};
