import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemFilter } from './problem.filter.ts';
import { InvalidFields, NotFound } from './problem.ts';
import { inTrace, traceparentOf } from './trace.ts';

/** An address that Fastify cannot read, before any route or hook has seen it: a problem like all others. */
export const refuseUnreadableAddress = (
  error: Error & { code?: string },
  request: FastifyRequest,
  reply: FastifyReply,
): void => {
  // No id of ours is that long.
  const named = error.code === 'FST_ERR_MAX_PARAM_LENGTH' ? new NotFound() : error;
  reply.header('x-content-type-options', 'nosniff');
  inTrace(traceparentOf(request.headers.traceparent), () =>
    new ProblemFilter().catch(named, new ExecutionContextHost([request, reply])),
  );
};

/** Schemas skip `__proto__` without a word: no parameter of ours is called that, so it is refused by name here. */
export const refusePrototypeParameter = (fastify: FastifyInstance): void => {
  fastify.addHook('onRequest', async (request) => {
    if (!Object.hasOwn(request.query as object, '__proto__')) return;
    const detail = { fr: 'Champ inconnu : « __proto__ ».', en: 'Unknown field: “__proto__”.' };
    throw new InvalidFields([{ pointer: '/__proto__', code: 'unknown-field', detail }]);
  });
};
