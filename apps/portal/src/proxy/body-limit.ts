import { type Readable, Transform } from 'node:stream';
import { BodyTooLarge } from './proxy.problems.ts';

/** Bytes of a request's body, as everywhere behind. */
export const bodyLimit = 512 * 1024;

/** A multipart body is a little more than its file. */
const aroundFile = 64 * 1024;
const importLimit = 5 * 1024 * 1024;

/** How much may be sent where: more than the usual on the routes that take files. */
export const bodyLimitAt = (method: string, path: string, uploadMegabytes: number): number => {
  if (method !== 'POST') return bodyLimit;
  if (/^\/api\/v1\/contributions\/[^/]+\/attachments$/.test(path)) return uploadMegabytes * 1_000_000 + aroundFile;
  return path === '/api/v1/contributions/import' ? importLimit : bodyLimit;
};

/**
 * The body as it comes, never held in memory. A length announced too large is refused at once; one that was not
 * announced (chunked) is counted as it passes. What is refused is still read, to nowhere: a connection that closes
 * while the client writes would keep it from reading why. @throws BodyTooLarge
 */
export const limitedBody = (body: Readable, announced: string | undefined, limit = bodyLimit): Readable => {
  if (announced === undefined) return counted(body, limit);
  // Node reads no more than what was announced.
  if (Number(announced) <= limit) return body;
  body.resume();
  throw new BodyTooLarge(limit);
};

const counted = (body: Readable, limit: number): Readable => {
  let bytes = 0;
  const passed = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > limit ? new BodyTooLarge(limit) : null, chunk);
    },
  });
  passed.once('error', () => body.resume());
  body.once('error', (error) => passed.destroy(error));
  return body.pipe(passed);
};
