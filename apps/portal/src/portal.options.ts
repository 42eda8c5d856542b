import cookie from '@fastify/cookie';
import formBody from '@fastify/formbody';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { ServiceOptions } from '#platform';
import { serveAssets } from './assets/serve-assets.ts';
import { serveDocs } from './docs/serve-docs.ts';
import { compressPages } from './pages/compress-pages.ts';
import { ProblemPages } from './pages/problem-pages.filter.ts';
import { type PortalConfig, upstreamOrigins } from './portal.config.ts';
import { bodyLimit } from './proxy/body-limit.ts';
import { openPublicReads } from './proxy/cross-origin.ts';
import { hideProbes } from './proxy/hide-probes.ts';
import { limitRates } from './proxy/rate-limits.ts';
import { registerProxy } from './proxy/register-proxy.ts';
import { refuseForeignForms } from './sign-in/own-forms.ts';
import { recogniseVisitors } from './sign-in/recognise-visitors.ts';
import { SignInCookies } from './sign-in/session-cookie.ts';
import { Visitors } from './sign-in/visitors.ts';

/** What makes the portal the public origin, around the pages that Nest serves. The order counts: hooks, then routes. */
export const portalOptions = (config: PortalConfig): ServiceOptions => ({
  name: 'portal',
  host: config.ESSAIM_HOST,
  port: config.ESSAIM_PORT,
  logLevel: config.ESSAIM_LOG_LEVEL,
  trustProxy: config.ESSAIM_TRUST_PROXY,
  requestTimeoutMs: 180_000,
  prepare: async (app: NestFastifyApplication) => {
    const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
    const problems = app.get(ProblemPages);
    app.useGlobalFilters(problems);
    hideProbes(fastify);
    openPublicReads(fastify);
    compressPages(fastify);
    await limitRates(fastify, config.ESSAIM_MODE);
    await registerProxy(fastify, upstreamOrigins(config), problems, config.ESSAIM_UPLOAD_MEGABYTES);
    await fastify.register(cookie);
    await fastify.register(formBody, { bodyLimit });
    // A file passes on as it comes; whoever takes one reads it.
    fastify.addContentTypeParser('multipart/form-data', (_request, body, done) => done(null, body));
    refuseForeignForms(fastify, config.ESSAIM_ORIGIN);
    recogniseVisitors(fastify, app.get(SignInCookies), app.get(Visitors));
    await serveAssets(fastify);
    await serveDocs(fastify);
  },
});
