import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/**
 * The stylesheet and the icon, at addresses that never change: the pages of other services link them too. Hence an
 * entity tag and five minutes, rather than a hash in the name.
 */
export const serveAssets = async (fastify: FastifyInstance): Promise<void> => {
  await fastify.register(fastifyStatic, {
    root: fileURLToPath(new URL('./static/', import.meta.url)),
    prefix: '/assets/',
    decorateReply: false,
    index: false,
    maxAge: 300_000,
  });
};
