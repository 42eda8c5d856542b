import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '#platform';
import { isPage } from './is-page.ts';

/** A form of another site was sent to us in the name of whoever looks at it (CSRF, CWE-352). */
class ForeignForm extends Problem {
  constructor() {
    super('foreign-form', 403, {
      fr: 'Cette demande ne vient pas d’une page de ce site : elle n’a rien changé.',
      en: 'This request does not come from a page of this site: it changed nothing.',
    });
  }
}

interface Sent {
  readonly method: string;
  readonly secFetchSite: string | undefined;
  readonly origin: string | undefined;
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request may change something: it must say that it comes from a page of ours. Browsers say so by
 * `Sec-Fetch-Site` (Fetch Metadata), older ones by `Origin`; no page of another site can write either.
 */
export const isOurOwn = ({ method, secFetchSite, origin }: Sent, publicOrigin: string): boolean => {
  if (safe.has(method)) return true;
  return secFetchSite ? secFetchSite === 'same-origin' : origin === publicOrigin;
};

/** Refuses the forms of others, on every page that there is or will be. What services answer takes no cookie and needs none of it. */
export const refuseForeignForms = (fastify: FastifyInstance, publicOrigin: string): void => {
  fastify.addHook('onRequest', async (request) => {
    if (isPage(request) && !isOurOwn(sentBy(request), publicOrigin)) throw new ForeignForm();
  });
};

const sentBy = ({ method, headers }: FastifyRequest): Sent => ({
  method,
  secFetchSite: headers['sec-fetch-site']?.toString(),
  origin: headers.origin,
});
