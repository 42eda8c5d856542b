import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Inject,
  Injectable,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Role } from '#contracts';
import { Forbidden, Unauthenticated } from '#platform';
import { ACCESS_OPTIONS, type AccessOptions } from './access.options.ts';
import { KeyRing } from './key-ring.ts';
import { holds, type Principal } from './principal.ts';
import { TokenRing } from './token-ring.ts';

declare module 'fastify' {
  interface FastifyRequest {
    principal?: Principal;
  }
}

const PUBLIC = 'access:public';
const ROLES = 'access:roles';

/**
 * Only holders of one of these roles may call it, whatever the network; the action checks which. On a public route it
 * says which keys are of use there: without any, the route is open all the same.
 */
export const Roles = (...roles: readonly Role[]) => SetMetadata(ROLES, roles);

/** Who calls. @throws Unauthenticated (401) on a public route called without a key */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!principal) throw new Unauthenticated();
  return principal;
});

/** Who calls, or undefined on a public route called without a key. */
export const MaybeCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal | undefined =>
    context.switchToHttp().getRequest<FastifyRequest>().principal,
);

/** Checks the key or the token of each request. Every route needs one unless it says `@Public()`. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: KeyRing,
    private readonly tokens: TokenRing,
    @Inject(ACCESS_OPTIONS) private readonly options: AccessOptions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const targets = [context.getHandler(), context.getClass()];
    request.now = this.momentOf(request);
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const given = /^bearer ([^\s]+)$/i.exec(authorization)?.[1];
      const ring = given?.startsWith('ess_') ? this.keys : this.tokens;
      const principal = given ? await ring.principalOf(given, new Date()) : null;
      if (!principal) throw new Unauthenticated();
      request.principal = principal;
      request.callerId = `${principal.kind}:${principal.id}`;
    }
    const { principal } = request;
    if (!principal) {
      if (this.reflector.getAllAndOverride<boolean>(PUBLIC, targets)) return true;
      throw new Unauthenticated();
    }
    const roles = this.reflector.getAllAndOverride<readonly Role[] | undefined>(ROLES, targets);
    if (roles && !roles.some((role) => holds(principal, role))) throw new Forbidden();
    return true;
  }

  /**
   * Now. A demonstration may say another moment in `Essaim-At`, so that its data has a past; the portal never lets
   * that header in from outside.
   */
  private momentOf(request: FastifyRequest): Date {
    const given = request.headers['essaim-at'];
    if (this.options.mode === 'production' || typeof given !== 'string') return new Date();
    const moment = new Date(given);
    return Number.isNaN(moment.getTime()) ? new Date() : moment;
  }
}
