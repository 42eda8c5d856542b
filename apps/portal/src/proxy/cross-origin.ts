import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NotFound } from '#platform';
import { methodsAt } from './proxied-routes.ts';

const isOpen = (url: string): boolean => url.startsWith('/api/v1/') || url.startsWith('/feeds/');

/**
 * Any website may read what is public (CORS `*`): GET and HEAD under `/api/v1/` and `/feeds/`, errors included.
 * `Authorization` is not among the headers it may send: a key has no place in a page.
 */
export const openPublicReads = (fastify: FastifyInstance): void => {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (isOpen(request.url) && ['GET', 'HEAD', 'OPTIONS'].includes(request.method)) {
      reply.headers({
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'etag, last-modified, link, retry-after, content-language',
      });
    }
    done();
  });
  for (const url of ['/api/v1/*', '/feeds/*']) fastify.options(url, answerPreflight);
};

const answerPreflight = async (request: FastifyRequest, reply: FastifyReply) => {
  const methods = methodsAt(request.url.split('?')[0] ?? '');
  if (methods.length === 0) throw new NotFound();
  return reply
    .status(204)
    .headers({
      allow: [...methods, 'OPTIONS'].join(', '),
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': 'accept, accept-language, if-none-match, if-modified-since, traceparent',
      'access-control-max-age': '86400',
    })
    .send();
};
