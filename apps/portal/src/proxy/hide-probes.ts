import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { NotFound } from '#platform';

const isProbe = (url: string): boolean => /^\/(?:health|metrics)(?:\/|$)/.test(url);

const isLoopback = (address: string | undefined): boolean =>
  address !== undefined && isIP(address) !== 0 && ipaddr.process(address).range() === 'loopback';

const isFromThisMachine = ({ socket, headers }: FastifyRequest): boolean =>
  isLoopback(socket.remoteAddress) && headers['x-forwarded-for'] === undefined && headers.forwarded === undefined;

/**
 * Health and metrics are not on the public origin: the portal's own answer only who asks from the same machine,
 * without a proxy in between. For anyone else they are not there.
 */
export const hideProbes = (fastify: FastifyInstance): void => {
  fastify.addHook('onRequest', async (request) => {
    if (isProbe(request.routeOptions.url ?? '') && !isFromThisMachine(request)) throw new NotFound();
  });
};
