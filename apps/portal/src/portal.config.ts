import { z } from 'zod';
import { commonVariables, loadConfig, messagingVariables, uploadVariables } from '#platform';
import { publisherVariables } from './legal/publisher.config.ts';
import type { UpstreamName } from './proxy/proxied-routes.ts';

const serviceOrigin = z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin);

/** @throws nothing: an incomplete environment ends the process */
export const portalConfig = (environment?: NodeJS.ProcessEnv) =>
  loadConfig(
    {
      ...commonVariables,
      ...messagingVariables,
      ...uploadVariables,
      ...publisherVariables((environment ?? process.env).ESSAIM_MODE),
      ESSAIM_SUBMISSION_URL: serviceOrigin,
      ESSAIM_EDITORIAL_URL: serviceOrigin,
      ESSAIM_WATCH_URL: serviceOrigin,
      ESSAIM_DISSEMINATION_URL: serviceOrigin,
    },
    environment,
  );
export type PortalConfig = ReturnType<typeof portalConfig>;

/** Where each service listens. */
export const upstreamOrigins = (config: PortalConfig): Record<UpstreamName, string> => ({
  submission: config.ESSAIM_SUBMISSION_URL,
  editorial: config.ESSAIM_EDITORIAL_URL,
  watch: config.ESSAIM_WATCH_URL,
  dissemination: config.ESSAIM_DISSEMINATION_URL,
});
