import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { isPage } from './is-page.ts';
import type { SignInCookies } from './session-cookie.ts';
import type { Visitors } from './visitors.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** They hold a session, and nobody can tell whose just now. */
    isVisitorUnknown?: boolean;
  }
}

/** Turns the cookie of a page request into its visitor. A session that is over leaves with its cookie. */
export const recogniseVisitors = (fastify: FastifyInstance, cookies: SignInCookies, visitors: Visitors): void => {
  const logger = new Logger('Visitors');
  fastify.addHook('onRequest', async (request, reply) => {
    const session = isPage(request) ? cookies.sessionOf(request) : undefined;
    if (!session) return;
    try {
      const visitor = await visitors.holding(session, request.ip);
      if (visitor) request.visitor = visitor;
      else cookies.dropSession(reply);
    } catch (error) {
      logger.warn({ error, msg: 'whose session this is cannot be told now' });
      request.isVisitorUnknown = true;
    }
  });
};
