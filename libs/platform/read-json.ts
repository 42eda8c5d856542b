import { isUtf8 } from 'node:buffer';
import { BadRequestException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i;

/** Nothing of ours is nested nearly as deep; what reads it by recursion is not led any deeper (RFC 8259 §9). */
const deepest = 100;

/**
 * JSON in UTF-8, plain or as a merge patch (RFC 7396), and nothing else. An action that needs no body takes an empty
 * one. Bytes that are no UTF-8 are refused, never replaced.
 */
export const acceptJson = (fastify: FastifyInstance): void => {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'buffer' },
    (request, body, done) => {
      const [, announced = 'utf-8'] = charset.exec(request.headers['content-type'] ?? '') ?? [];
      if (!/^utf-?8$/i.test(announced)) done(new UnsupportedMediaTypeException());
      else if (!isUtf8(body)) done(new BadRequestException());
      else if (body.length === 0) done(null, undefined);
      else {
        parse(request, body.toString(), (error, value) => {
          done(error ?? (isDeeperThan(deepest, value) ? new BadRequestException() : null), value);
        });
      }
    },
  );
};

/** Level by level: it does not recurse itself. */
export const isDeeperThan = (limit: number, value: unknown): boolean => {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= limit && level.length > 0; depth += 1) {
    level = level.flatMap((inner) => (typeof inner === 'object' && inner !== null ? Object.values(inner) : []));
  }
  return level.length > 0;
};
