import type { FastifyRequest } from 'fastify';
import { methodsAt } from '../proxy/proxied-routes.ts';

/** Whether the portal answers it itself, with a page; the rest is passed on, or a file. */
export const isPage = ({ url }: Pick<FastifyRequest, 'url'>): boolean => {
  const path = url.split('?')[0] ?? '/';
  return !/^\/(?:api|assets|health|metrics)(?:\/|$)/.test(path) && methodsAt(path).length === 0;
};
