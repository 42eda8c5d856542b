import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, Unavailable } from '#platform';
import type { Visitor } from '../pages/visitor.ts';
import { signInPath } from './return-to.ts';

/** Nobody is signed in. Whoever came to look is led to the form, and back afterwards. */
export class SignInNeeded extends Problem {
  constructor({ method, url, headers }: Pick<FastifyRequest, 'method' | 'url' | 'headers'>) {
    const isLooking = method === 'GET' && /\btext\/html\b/i.test(headers.accept ?? '');
    super(
      'sign-in-needed',
      isLooking ? 303 : 401,
      { fr: 'Cette page demande une connexion.', en: 'This page needs you to be signed in.' },
      {},
      isLooking ? { location: signInPath(url) } : {},
    );
  }
}

/** The visitor of a page that is for signed-in people. @throws SignInNeeded @throws Unavailable */
export const visitorOf = (request: FastifyRequest): Visitor => {
  if (request.visitor) return request.visitor;
  throw request.isVisitorUnknown ? new Unavailable() : new SignInNeeded(request);
};

/** Who looks at a page that is for signed-in people; others are led to sign in. */
export const SignedIn = createParamDecorator(
  (_: unknown, context: ExecutionContext): Visitor => visitorOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** Leads a browser on after a form (RFC 9110 §15.4.4): nothing is sent again when the page is loaded again. */
export const seeOther = (reply: FastifyReply, path: string): undefined => {
  void reply.status(303).header('location', path);
  return undefined;
};
