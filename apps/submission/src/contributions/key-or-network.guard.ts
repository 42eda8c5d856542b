import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Unauthenticated } from '#platform';

/** Whoever shows no key proposes to a network that they name; whoever names none has forgotten their key. */
@Injectable()
export class KeyOrNetwork implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { principal, body } = context.switchToHttp().getRequest<FastifyRequest>();
    const namesNetwork = typeof body === 'object' && body !== null && Object.hasOwn(body, 'network');
    if (!principal && !namesNetwork) throw new Unauthenticated();
    return true;
  }
}
