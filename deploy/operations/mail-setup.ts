import { z } from 'zod';
import { addressOf, domainOf, readDkimKey } from '#mail';

/** What decides whether mail is believed. */
export interface MailSetup {
  /** `Name <address>`. */
  readonly from: string;
  readonly replyTo: string | null;
  /** Where what cannot be delivered comes back. */
  readonly returns: string | null;
  readonly dkim: { readonly selector: string; readonly privateKey: string } | null;
  /** The public origin: one-click unsubscribing wants `https`. */
  readonly origin: string | null;
  /** The addresses that mail leaves from, as the world sees them. */
  readonly ips: readonly string[];
  readonly smtpHost: string | null;
}

const variables = z.object({
  ESSAIM_MAIL_FROM: z
    .string()
    .refine((from) => z.email().safeParse(addressOf(from)).success, 'must be `Name <address>`'),
  ESSAIM_SMTP_URL: z.url().optional(),
  ESSAIM_MAIL_REPLY_TO: z.string().optional(),
  ESSAIM_MAIL_RETURN: z.string().optional(),
  ESSAIM_DKIM_KEY: z.string().optional(),
  ESSAIM_DKIM_SELECTOR: z.string().default('essaim'),
  ESSAIM_ORIGIN: z.string().optional(),
});

/** @throws Error in words for an operator */
export const mailSetup = (environment: NodeJS.ProcessEnv, ips: readonly string[]): MailSetup => {
  const read = variables.safeParse(environment);
  if (!read.success) {
    throw new Error(read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  }
  const given = read.data;
  const key = given.ESSAIM_DKIM_KEY;
  return {
    from: given.ESSAIM_MAIL_FROM,
    replyTo: given.ESSAIM_MAIL_REPLY_TO || null,
    returns: given.ESSAIM_MAIL_RETURN || null,
    dkim: key ? { selector: given.ESSAIM_DKIM_SELECTOR, privateKey: readDkimKey(key) } : null,
    origin: given.ESSAIM_ORIGIN || null,
    ips,
    smtpHost: given.ESSAIM_SMTP_URL ? new URL(given.ESSAIM_SMTP_URL).hostname : null,
  };
};

/** The domain that SPF is asked of: that of the return path. */
export const returnDomain = ({ from, returns }: MailSetup): string => domainOf(returns ?? from);
