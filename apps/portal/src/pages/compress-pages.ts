import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { codingFor } from '../assets/content-coding.ts';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
const leastBytes = 1_024;
/** Made for each request: quick rather than smallest. */
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

/**
 * Our pages, compressed as the browser likes. Not for who is signed in: a page that holds a secret beside what an address
 * says must not tell its length (BREACH). What services send passes as it is.
 */
export const compressPages = (fastify: FastifyInstance): void => {
  fastify.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < leastBytes || request.visitor) return payload;
    if (!/^text\/html\b/.test(String(reply.getHeader('content-type')))) return payload;
    const coding = codingFor(request.headers['accept-encoding']?.toString());
    if (coding === 'identity') return payload;
    reply.removeHeader('content-length');
    void reply.header('content-encoding', coding);
    return coding === 'br' ? brotli(payload, quick) : zip(payload);
  });
};
