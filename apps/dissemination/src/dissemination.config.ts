import { z } from 'zod';
import { commonVariables, databaseVariables, loadConfig, messagingVariables } from '#platform';

export const config = loadConfig({
  ...commonVariables,
  ...databaseVariables('dissemination'),
  ...messagingVariables,
  /** 32 bytes each, base64, separated by commas; the newest first. */
  ESSAIM_SECRET_KEYS: z.string().min(44),
  ESSAIM_SMTP_URL: z.string().regex(/^smtps?:\/\//, 'must be an smtp:// address'),
  /** `Name <address>`. */
  ESSAIM_MAIL_FROM: z.string().min(3),
  /** Mails at once that one person gets within ten minutes, one by one; what comes beyond is one mail at their end. */
  ESSAIM_MAILS_ALONE: z.coerce.number().int().positive().default(3),
});
export type DisseminationConfig = typeof config;
