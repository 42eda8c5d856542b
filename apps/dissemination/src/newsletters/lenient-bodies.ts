import type { FastifyInstance } from 'fastify';

/**
 * Mail programs post `List-Unsubscribe=One-Click` as a form, as multipart, as something odd, or with no body at all
 * (RFC 8058 §3.2): the token in the address says everything, so whatever comes with it is let through unread.
 */
export const acceptAnyBodyOnTokenPages = (fastify: FastifyInstance): void => {
  fastify.addContentTypeParser('*', { bodyLimit: 16 * 1024 }, (request, payload, done) => {
    payload.resume();
    if (request.url.startsWith('/newsletters/')) done(null, undefined);
    else done(Object.assign(new Error('unsupported media type'), { statusCode: 415 }));
  });
};
