import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A cookie of ours: only this origin sets it and is sent it, no script reads it, no other site's form carries it. */
export interface OwnCookie {
  readonly name: string;
  readonly options: CookieSerializeOptions;
}

const isLoopback = (hostname: string): boolean => /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);

/**
 * How a cookie is named and kept. `__Host-` makes browsers refuse it without TLS or from a subdomain (RFC 6265bis §4.1.3.2);
 * http on this machine, for a first try, can't have that: there the port keeps two of them apart.
 */
export const ownCookie = (purpose: string, origin: string, maxAgeSeconds: number): OwnCookie => {
  const { protocol, hostname, port } = new URL(origin);
  const isPlain = protocol === 'http:' && isLoopback(hostname);
  return {
    name: isPlain ? `essaim-${purpose}-${port || 80}` : `__Host-essaim-${purpose}`,
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure: !isPlain, maxAge: maxAgeSeconds },
  };
};

const day = 24 * 3_600;

/** The two cookies that signing in needs; pages need no other. */
export class SignInCookies {
  private readonly session: OwnCookie;
  private readonly authorization: OwnCookie;

  constructor(origin: string) {
    // The service decides when a session is over; the cookie only outlasts it.
    this.session = ownCookie('session', origin, 90 * day);
    this.authorization = ownCookie('oidc', origin, 600);
  }

  sessionOf(request: FastifyRequest): string | undefined {
    return request.cookies[this.session.name];
  }

  keepSession(reply: FastifyReply, session: string): void {
    void reply.setCookie(this.session.name, session, this.session.options);
  }

  dropSession(reply: FastifyReply): void {
    void reply.clearCookie(this.session.name, this.session.options);
  }

  authorizationOf(request: FastifyRequest): string | undefined {
    return request.cookies[this.authorization.name];
  }

  keepAuthorization(reply: FastifyReply, authorization: string): void {
    void reply.setCookie(this.authorization.name, authorization, this.authorization.options);
  }

  dropAuthorization(reply: FastifyReply): void {
    void reply.clearCookie(this.authorization.name, this.authorization.options);
  }
}
