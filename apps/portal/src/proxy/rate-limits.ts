import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { TooManyRequests } from './proxy.problems.ts';

type Mode = 'production' | 'demonstration' | 'test';
type Kind = 'read' | 'write';

/** Requests a minute, per address (per /64 in IPv6). A demonstration and its tests all come from one address. */
const perMinute: Record<Mode, Record<Kind, number>> = {
  production: { read: 600, write: 120 },
  demonstration: { read: 6_000, write: 6_000 },
  test: { read: 6_000, write: 6_000 },
};

const kindOf = ({ method }: FastifyRequest): Kind => (['GET', 'HEAD', 'OPTIONS'].includes(method) ? 'read' : 'write');

/** Counts every request, found or not. Each instance counts its own: N instances let N times as much through. */
export const limitRates = async (fastify: FastifyInstance, mode: Mode): Promise<void> => {
  await fastify.register(rateLimit, {
    global: false,
    timeWindow: 60_000,
    cache: 20_000,
    enableDraftSpec: true,
    max: (request) => perMinute[mode][kindOf(request)],
    keyGenerator: (request) => `${kindOf(request)} ${normalizeIP(request.ip)}`,
    errorResponseBuilder: (_request, { ttl }) => new TooManyRequests(Math.ceil(ttl / 1000)),
  });
  fastify.addHook('onRequest', fastify.rateLimit());
};
