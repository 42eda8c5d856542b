import { z } from 'zod';
import { commonVariables, databaseVariables, loadConfig, messagingVariables } from '#platform';

export const config = loadConfig({
  ...commonVariables,
  ...databaseVariables('submission'),
  ...messagingVariables,
  /** 32 bytes each, base64, separated by commas; the newest first. */
  ESSAIM_SECRET_KEYS: z.string().min(44),
  /** The first operator's key, made known at start: `ess_<12 to 32 hexadecimal digits>_<43 base64url characters>`. */
  ESSAIM_BOOTSTRAP_KEY: z
    .string()
    .regex(/^ess_[0-9a-f]{12,32}_[A-Za-z0-9_-]{43}$/)
    .optional(),
});
export type SubmissionConfig = typeof config;
