import { z } from 'zod';
import { mailVariables } from '#mail';
import { commonVariables, databaseVariables, loadConfig, messagingVariables, orEmpty } from '#platform';

export const config = loadConfig({
  ...commonVariables,
  ...databaseVariables('dissemination'),
  ...messagingVariables,
  /** 32 bytes each, base64, separated by commas; the newest first. */
  ESSAIM_SECRET_KEYS: z.string().min(44),
  ...mailVariables,
  /** `retours@essaim.example`: where what cannot be delivered comes back, with `+` and whom it was for. */
  ESSAIM_MAIL_RETURN: orEmpty(z.string().regex(/^[a-z0-9.-]{1,10}@[a-z0-9.-]+\.[a-z]+$/, 'must be a short address')),
  /** `host:port` where it is taken in by SMTP, from the mail server of that domain. */
  ESSAIM_MAIL_INTAKE: orEmpty(z.string().regex(/^[\w.-]+:\d{1,5}$/, 'must be host:port')),
  /** `imaps://user:password@host/INBOX`: a mailbox that it is read from, where no server passes it on. */
  ESSAIM_MAIL_INBOX: orEmpty(z.url({ protocol: /^imaps?$/, error: 'must be imaps://user:password@host/folder' })),
  /** Mails a minute in all; 0: as many as the mail server takes. */
  ESSAIM_MAIL_RATE: z.coerce.number().int().nonnegative().default(0),
  /** Mails a minute to the addresses of one domain; 0: as many as it takes. In production 300 unless it is said. */
  ESSAIM_MAIL_RATE_PER_DOMAIN: orEmpty(z.coerce.number().int().nonnegative()),
  /** `2026-03-02/200`: a sender that begins sends 200 mails that day, and twice as many each day after, for ten days. */
  ESSAIM_MAIL_WARM_UP: orEmpty(
    z.string().regex(/^\d{4}-\d{2}-\d{2}\/[1-9]\d{0,5}$/, 'must be a day and a number: 2026-03-02/200'),
  ),
  /** Mails at once that one person gets within ten minutes, one by one; what comes beyond is one mail at their end. */
  ESSAIM_MAILS_ALONE: z.coerce.number().int().positive().default(3),
});
export type DisseminationConfig = typeof config;
