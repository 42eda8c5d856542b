import { z } from 'zod';
import { mailVariables } from '#mail';
import { commonVariables, databaseVariables, loadConfig, messagingVariables } from '#platform';

export const config = loadConfig({
  ...commonVariables,
  ...databaseVariables('dissemination'),
  ...messagingVariables,
  /** 32 bytes each, base64, separated by commas; the newest first. */
  ESSAIM_SECRET_KEYS: z.string().min(44),
  ...mailVariables,
});
export type DisseminationConfig = typeof config;
