import { isUtf8 } from 'node:buffer';
import { BadRequestException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.ts';

const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i;

/** Nothing of ours is nested nearly as deep; what reads it by recursion is not led any deeper (RFC 8259 §9). */
const deepest = 100;

class NotJson extends Problem {
  constructor(text: string) {
    const [, line, column] = /line (\d+) column (\d+)/.exec(faultOf(text)) ?? [];
    super('malformed-request', 400, {
      fr: `Le corps n’est pas du JSON valable${line ? ` (ligne ${line}, colonne ${column})` : ''}.`,
      en: `The body is not valid JSON${line ? ` (line ${line}, column ${column})` : ''}.`,
    });
  }
}

/** What the engine says of it; nothing when it is only not admitted, as `__proto__`. */
const faultOf = (text: string): string => {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    return String(error);
  }
};

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
        const text = body.toString();
        parse(request, text, (error, value) => {
          const isTooDeep = !error && isDeeperThan(deepest, value);
          done(error ? new NotJson(text) : isTooDeep ? new BadRequestException() : null, value);
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
