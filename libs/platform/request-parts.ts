import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, type ApiHeaderOptions } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { IdempotentRequest } from '#persistence';
import { InvalidFields, RevisionRequired } from './problem.ts';

/** Set by the guard of `libs/access` once the caller is known. */
declare module 'fastify' {
  interface FastifyRequest {
    callerId?: string;
    /** The moment of the request; in a demonstration an operator may give another (`Essaim-At`). */
    now?: Date;
  }
}

const requestOf = (context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>();

/** The moment that a command happens: rules take it as an argument. */
export const Now = createParamDecorator(
  (_: unknown, context: ExecutionContext): Date => requestOf(context).now ?? new Date(),
);

/** A parameter that is read from a header, which OpenAPI then names for each route that takes it. */
const saying = (header: ApiHeaderOptions, read: (context: ExecutionContext) => unknown): (() => ParameterDecorator) => {
  const parameter = createParamDecorator((_: unknown, context: ExecutionContext) => read(context));
  return () => (target, key, index) => {
    parameter()(target, key, index);
    const method = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (key !== undefined && method) ApiHeader(header)(target, key, method);
  };
};

const printable = /^[\x21-\x7e]{1,200}$/;

/** The `Idempotency-Key` of a request, scoped to its caller and route; undefined without the header. */
export const Idempotency = saying(
  {
    name: 'Idempotency-Key',
    required: false,
    description:
      'Any word of yours. For 24 hours, the same with the same body gives the first answer again; with another body, 422.',
    schema: { type: 'string', maxLength: 200, pattern: printable.source },
  },
  (context): IdempotentRequest | undefined => {
    const request = requestOf(context);
    const key = request.headers['idempotency-key'];
    if (key === undefined) return undefined;
    if (typeof key !== 'string' || !printable.test(key)) {
      throw new InvalidFields([
        {
          pointer: '',
          code: 'invalid-idempotency-key',
          detail: {
            fr: 'Idempotency-Key : 1 à 200 caractères imprimables, sans espace.',
            en: 'Idempotency-Key: 1 to 200 printable characters, without spaces.',
          },
        },
      ]);
    }
    return { scope: `${request.callerId ?? 'anyone'} ${request.method} ${request.url}`, key, body: request.body };
  },
);

/** The revision that an edit was made from: the `ETag` of the last answer. @throws RevisionRequired (428) */
export const IfMatch = saying(
  {
    name: 'If-Match',
    required: true,
    description: 'The ETag of the last answer. 412 when somebody else was first, 428 when it is absent.',
    schema: { type: 'string', example: '"r3"' },
  },
  (context): number => {
    const given = requestOf(context).headers['if-match'];
    if (!given) throw new RevisionRequired();
    return revisionOf(given);
  },
);

/** Of what was just made, with at most one announcement: whoever made it may edit it at once. */
export const firstRevision = 1;

/** A stored revision as an entity tag (RFC 9110 §8.8.3). */
export const entityTag = (revision: number): string => `"r${revision}"`;

const revisionOf = (tag: string): number => Number(/^"r(\d+)"$/.exec(tag.trim())?.[1] ?? -1);
