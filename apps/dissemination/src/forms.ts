import type { FastifyInstance } from 'fastify';

const takesForms = /^\/(?:(?:oai|hub)(?:\?|$)|newsletters\/(?:notices|preferences|unsubscribe)\/)/;

/** Forms are what harvesters and feed readers post; they reach their actions as `URLSearchParams`. */
export const acceptForms = (fastify: FastifyInstance): void => {
  fastify.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 16 * 1024 },
    (request, body, done) => {
      if (takesForms.test(request.url)) done(null, new URLSearchParams(String(body)));
      // Mail programs post such a form to a token page: RFC 8058, see lenient-bodies.ts.
      else if (request.url.startsWith('/newsletters/')) done(null, undefined);
      else done(Object.assign(new Error('unsupported media type'), { statusCode: 415 }));
    },
  );
};
