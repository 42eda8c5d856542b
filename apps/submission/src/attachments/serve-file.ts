import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Attachment } from './attachment.ts';
import type { ByteRange, FileStore } from './file-store.ts';

/** `bytes=a-b`, `bytes=a-`, `bytes=-n` (RFC 9110 §14.1.2). Several ranges, or nonsense, mean the whole. */
export const rangeOf = (header: string | undefined, bytes: number): ByteRange | 'unsatisfiable' | null => {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (first === '' && last === '') return null;
  const start = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (first !== '' && last !== '' && Number(last) < start) return null;
  return start >= bytes || (first === '' && Number(last) === 0) ? 'unsatisfiable' : { start, end };
};

/** For people and for old clients (RFC 6266, RFC 8187). */
export const disposition = (name: string): string => {
  const plain =
    name
      .normalize('NFD')
      .replace(/[^\x20-\x7e]/g, '')
      .replace(/["\\%]/g, '') || 'fichier';
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
};

/** Sends a file so that nothing runs: saved, never shown in a page of ours, in part when that is asked. */
export const serveFile = async (
  { id, name, type, bytes, sha256 }: Attachment,
  files: FileStore,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> => {
  const etag = `"${sha256}"`;
  reply.headers({
    etag,
    'accept-ranges': 'bytes',
    'content-disposition': disposition(name),
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'cross-origin',
    // It may be withdrawn: asked each time, answered 304.
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  });
  const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known?.includes(etag) || known?.includes('*')) return void reply.status(304).send();
  const isSame = !request.headers['if-range'] || request.headers['if-range'] === etag;
  const range = isSame ? rangeOf(request.headers.range, bytes) : null;
  if (range === 'unsatisfiable') {
    return void reply.status(416).header('content-range', `bytes */${bytes}`).send();
  }
  const length = range ? range.end - range.start + 1 : bytes;
  if (range) reply.status(206).header('content-range', `bytes ${range.start}-${range.end}/${bytes}`);
  reply.type(type.startsWith('text/') ? `${type}; charset=utf-8` : type).header('content-length', length);
  // Of an empty stream, Fastify keeps the length that was said; of nothing at all, it says 0.
  const isHead = request.method === 'HEAD';
  await reply.send(isHead ? Readable.from([]) : await files.open(id, range ?? undefined));
};
