import type { FastifyInstance } from 'fastify';

/** Hubs push feeds of any type: read to nowhere on their callbacks, refused elsewhere. */
export const acceptPushes = (fastify: FastifyInstance): void => {
  fastify.addContentTypeParser('*', (request, body, done) => {
    if (!request.url.startsWith('/api/v1/watch/websub/')) {
      done(Object.assign(new Error('unsupported media type'), { statusCode: 415 }));
      return;
    }
    body.once('end', () => done(null, undefined)).once('error', done);
    body.resume();
  });
};
