import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** The browser at the other end, as the portal tells of it. */
export interface ClientPart {
  readonly ip: string;
  readonly userAgent: string | undefined;
}

/** Where a request comes from: for limits, for the list of one's sessions, for the log of sign-ins. */
export const Client = createParamDecorator((_: unknown, context: ExecutionContext): ClientPart => {
  const { ip, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  return { ip, userAgent: headers['user-agent'] };
});
