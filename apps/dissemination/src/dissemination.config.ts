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
});
export type DisseminationConfig = typeof config;
