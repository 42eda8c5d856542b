import type { FastifyReply, FastifyRequest } from 'fastify';
import { chosenCoding, isFresh } from './conditional.ts';
import { type Rendered, type ServedDocument, served } from './served-document.ts';

/** Hands out the bytes in the best coding that the client takes, or says that it has them already. */
export const serveDocument = async (
  request: FastifyRequest,
  reply: FastifyReply,
  document: ServedDocument,
  mediaType: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const coding = chosenCoding(request.headers['accept-encoding']);
  const { bytes, etag } = document.bodies[coding];
  reply.headers({
    etag,
    'last-modified': document.lastModified.toUTCString(),
    'cache-control': 'public, max-age=60, stale-while-revalidate=600',
    vary: 'Accept-Encoding',
    ...headers,
  });
  if (isFresh(document, coding, request.headers)) {
    await reply.status(304).send();
    return;
  }
  if (coding !== 'identity') reply.header('content-encoding', coding);
  await reply.type(mediaType).send(bytes);
};

/** The same for what is made anew each time. */
export const serveText = async (
  request: FastifyRequest,
  reply: FastifyReply,
  rendered: Rendered,
  mediaType: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> => serveDocument(request, reply, await served(rendered), mediaType, headers);
