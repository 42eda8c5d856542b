import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NotFound } from '#platform';
import { assets, assetsVersion } from './assets.ts';
import { codingFor } from './content-coding.ts';

const forEver = 'public, max-age=31536000, immutable';
const forFiveMinutes = 'public, max-age=300';

/**
 * Every asset at two addresses: under the version that our own pages link, kept for ever; and directly under `/assets/`,
 * which never changes because pages of other services link it. A version that is not ours (another instance is newer or
 * older) gets what we have, for a short time.
 */
export const serveAssets = async (fastify: FastifyInstance): Promise<void> => {
  fastify.get<{ Params: { name: string } }>('/assets/:name', (request, reply) =>
    answer(request, reply, request.params.name, forFiveMinutes),
  );
  fastify.get<{ Params: { version: string; name: string } }>('/assets/:version/:name', (request, reply) =>
    answer(request, reply, request.params.name, request.params.version === assetsVersion ? forEver : forFiveMinutes),
  );
};

const answer = (request: FastifyRequest, reply: FastifyReply, name: string, kept: string) => {
  const asset = assets.get(name);
  if (!asset) throw new NotFound();
  const wanted = codingFor(request.headers['accept-encoding']);
  const coding = asset.bytes[wanted] ? wanted : 'identity';
  const etag = `"${asset.etag}-${coding}"`;
  void reply.headers({ 'cache-control': kept, etag, vary: 'accept-encoding' });
  if (request.headers['if-none-match']?.includes(etag)) return reply.status(304).send();
  if (coding !== 'identity') void reply.header('content-encoding', coding);
  return reply.type(asset.type).send(asset.bytes[coding]);
};
