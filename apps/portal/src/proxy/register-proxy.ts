import type { Readable } from 'node:stream';
import replyFrom from '@fastify/reply-from';
import type { ExceptionFilter } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Agent } from 'undici';
import { currentTraceparent } from '#platform';
import { bodyLimitAt, limitedBody } from './body-limit.ts';
import { answeredHeaders, forwardedHeaders } from './forwarded-headers.ts';
import { proxiedRoutes, type UpstreamName } from './proxied-routes.ts';
import { AmbiguousPath } from './proxy.problems.ts';
import { proxyFailure } from './proxy-failure.ts';

const answerTimeoutMs = 30_000;
const connectTimeoutMs = 3_000;

/** `\`, `.` and `..`, written plainly or not: an URL parser would make another path of them. */
const ambiguous = /\\|\/(?:\.|%2e){1,2}(?:\/|$)/i;

/**
 * Passes on what the table of routes names, in a Fastify context of its own: bodies are streams both ways, of any
 * type, and nothing of Nest touches them.
 */
export const registerProxy = async (
  fastify: FastifyInstance,
  origins: Record<UpstreamName, string>,
  problems: ExceptionFilter,
  uploadMegabytes: number,
): Promise<void> => {
  // Ours, because the one that reply-from would make checks no certificate.
  const agent = new Agent({
    connections: 128,
    connect: { timeout: connectTimeoutMs },
    headersTimeout: answerTimeoutMs,
    bodyTimeout: answerTimeoutMs,
  });
  await fastify.register(async (proxy) => {
    proxy.removeAllContentTypeParsers();
    proxy.addContentTypeParser('*', async (request: FastifyRequest, body: Readable) =>
      limitedBody(
        body,
        request.headers['content-length'],
        bodyLimitAt(request.method, request.url.split('?')[0] ?? '', uploadMegabytes),
      ),
    );
    proxy.setErrorHandler<NodeJS.ErrnoException>((error, request, reply) => {
      forgetAnswer(reply);
      problems.catch(isBrokenOff(error) ? proxyFailure(error) : error, new ExecutionContextHost([request, reply]));
    });
    proxy.addHook('onClose', () => agent.destroy());
    await proxy.register(replyFrom, { undici: agent, disableRequestLogging: true });
    for (const { methods, path, service } of proxiedRoutes) {
      proxy.route({ method: [...methods], url: path, exposeHeadRoute: false, handler: forwardTo(origins[service]) });
    }
  });
};

const forwardTo = (origin: string) => (request: FastifyRequest, reply: FastifyReply) => {
  const [path = ''] = request.url.split('?');
  if (!path.startsWith('/') || ambiguous.test(path)) throw new AmbiguousPath();
  const traceparent = currentTraceparent();
  return reply.from(path, {
    getUpstream: () => origin,
    rewriteRequestHeaders: (_request, headers) =>
      forwardedHeaders(headers, {
        clientIp: request.ip,
        protocol: request.protocol,
        host: request.host,
        traceparent,
        hasBody: Boolean(request.body) || request.headers['content-length'] === '0',
      }),
    rewriteHeaders: answeredHeaders,
    // Without this, reply-from asks again up to ten times after a 503.
    retryDelay: ({ err, attempt }) => (attempt === 0 && mayRepeat(request.method, err) ? 1 : null),
    onError: (_reply, { error }) => {
      void reply.send(proxyFailure(error));
    },
  });
};

/** A kept-alive connection may be closed by the service at the very moment it is used again. */
const mayRepeat = (method: string, error: (Error & { code?: string }) | null): boolean =>
  (method === 'GET' || method === 'HEAD') && (error?.code === 'UND_ERR_SOCKET' || error?.code === 'ECONNRESET');

/** A service that began to answer and stopped before the first byte of the body. Later, the connection is cut. */
const isBrokenOff = ({ code }: NodeJS.ErrnoException): boolean => /^(?:UND_ERR_|E[A-Z]+$)/.test(code ?? '');

const ours = /^(?:access-control-|ratelimit-|x-content-type-options$|referrer-policy$)/;

/** A problem is not what the service had begun to say: neither its entity tag nor its coding. */
const forgetAnswer = (reply: FastifyReply): void => {
  for (const name of Object.keys(reply.getHeaders())) if (!ours.test(name)) reply.removeHeader(name);
};
