import { z } from 'zod';
import { mailVariables } from '#mail';
import {
  commonVariables,
  databaseVariables,
  loadConfig,
  messagingVariables,
  orEmpty,
  uploadVariables,
} from '#platform';

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
  ...uploadVariables,
  /** Keeps files in this folder, which every instance sees; without it they are in the database (GridFS). */
  ESSAIM_FILES_FOLDER: z.string().min(1).optional(),
  /** `host:port` of a clamd, or of anything that speaks its INSTREAM: every file is scanned before it is kept. */
  ESSAIM_CLAMD: z
    .string()
    .regex(/^[\w.-]+:\d{1,5}$/, 'must be host:port')
    .optional(),
  /** Or a program that reads the file on its standard input and ends with 0 (clean) or 1 (infected). */
  ESSAIM_SCAN_COMMAND: z.string().min(1).optional(),
  /** For the links that people sign in with. */
  ...mailVariables,
  /** An OpenID provider whose people may sign in; `_NAME` is what its button says. Empty: none. */
  ESSAIM_OIDC_ISSUER: orEmpty(z.url({ protocol: /^https?$/ })),
  ESSAIM_OIDC_CLIENT_ID: orEmpty(z.string()),
  ESSAIM_OIDC_CLIENT_SECRET: orEmpty(z.string()),
  ESSAIM_OIDC_NAME: orEmpty(z.string().max(60)),
});
export type SubmissionConfig = typeof config;
