import { z } from 'zod';
import { commonVariables, databaseVariables, loadConfig, messagingVariables } from '#platform';

export const config = loadConfig({
  ...commonVariables,
  ...databaseVariables('watch'),
  ...messagingVariables,
  /** An account at piste.gouv.fr: without both, the API Légifrance is not called. */
  ESSAIM_PISTE_CLIENT_ID: z.string().optional(),
  ESSAIM_PISTE_CLIENT_SECRET: z.string().optional(),
  /** Another than the production one: the sandbox. */
  ESSAIM_PISTE_TOKEN_URL: z.url().default('https://oauth.piste.gouv.fr/api/oauth/token'),
});
export type WatchConfig = typeof config;
