import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { KnownFeeds, serveKnownFeeds } from './feeds/known-feeds.ts';
import { acceptForms } from './forms.ts';
import { acceptAnyBodyOnTokenPages } from './newsletters/lenient-bodies.ts';

const fastifyOf = (app: NestFastifyApplication) => app.getHttpAdapter().getInstance() as never;

/** What dissemination does with requests before Nest sees them. */
export const requests = {
  first: (app: NestFastifyApplication): void => serveKnownFeeds(fastifyOf(app), app.get(KnownFeeds)),
  prepare: (app: NestFastifyApplication): void => {
    acceptForms(fastifyOf(app));
    acceptAnyBodyOnTokenPages(fastifyOf(app));
  },
};
