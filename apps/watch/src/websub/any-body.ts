import type { FastifyInstance } from 'fastify';

/** Hubs push feeds of any type: read to nowhere on their callbacks, refused elsewhere. */
export const acceptPushes = (fastify: FastifyInstance): void => {
  // Forwarded mails come whole to the desk.
  fastify.addContentTypeParser('message/rfc822', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  fastify.addContentTypeParser('*', (request, body, done) => {
    if (!request.url.startsWith('/api/v1/watch/websub/')) {
      done(Object.assign(new Error('unsupported media type'), { statusCode: 415 }));
      return;
    }
    body.once('end', () => done(null, undefined)).once('error', done);
    body.resume();
  });
};
