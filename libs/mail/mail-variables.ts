import { z } from 'zod';
import { orEmpty } from '#platform';
import { type DkimKey, readDkimKey } from './dkim.ts';
import type { MailTransportOptions } from './mail-transport.ts';
import { addressOf } from './mailbox.ts';

const readable = (given: string): boolean => {
  try {
    return readDkimKey(given) !== '';
  } catch {
    return false;
  }
};

/** For the services that send mail. */
export const mailVariables = {
  ESSAIM_SMTP_URL: z.string().regex(/^smtps?:\/\//, 'must be an smtp:// address'),
  /** `Name <address>`. */
  ESSAIM_MAIL_FROM: z
    .string()
    .refine((from) => z.email().safeParse(addressOf(from)).success, 'must be `Name <address>`'),
  /** Who reads what people answer. */
  ESSAIM_MAIL_REPLY_TO: orEmpty(z.email()),
  /** Signs for the domain of `ESSAIM_MAIL_FROM`: an RSA key in PEM, or that in base64; published under the selector. */
  ESSAIM_DKIM_KEY: orEmpty(z.string().refine(readable, 'must be an RSA private key (PEM, or PEM in base64)')),
  ESSAIM_DKIM_SELECTOR: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/)
    .default('essaim'),
} as const;

type MailConfig = z.output<z.ZodObject<typeof mailVariables>>;

export const transportOptions = (config: MailConfig): MailTransportOptions => ({
  url: config.ESSAIM_SMTP_URL,
  from: config.ESSAIM_MAIL_FROM,
  replyTo: config.ESSAIM_MAIL_REPLY_TO,
  dkim: dkimOf(config),
});

const dkimOf = ({ ESSAIM_DKIM_KEY: key, ESSAIM_DKIM_SELECTOR: selector }: MailConfig): DkimKey | undefined =>
  key ? { selector, privateKey: readDkimKey(key) } : undefined;
