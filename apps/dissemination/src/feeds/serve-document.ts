import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { chosenCoding, isFresh } from './conditional.ts';
import { type Rendered, type ServedDocument, served } from './served-document.ts';

type Headers = Readonly<Record<string, string>>;

interface Answer {
  readonly status: 200 | 304;
  readonly headers: Record<string, string | number>;
  /** Nothing with 304. */
  readonly bytes?: Buffer;
}

/** The bytes in the best coding that the client takes, or that it has them already. */
export const answerTo = (
  asked: IncomingHttpHeaders,
  document: ServedDocument,
  mediaType: string,
  headers: Headers = {},
): Answer => {
  const coding = chosenCoding(asked['accept-encoding']);
  const { bytes, etag } = document.bodies[coding];
  const common = {
    etag,
    'last-modified': document.lastModified.toUTCString(),
    'cache-control': 'public, max-age=60, stale-while-revalidate=600',
    vary: 'Accept-Encoding',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    ...headers,
  };
  if (isFresh(document, coding, asked)) return { status: 304, headers: common };
  const content = { ...common, 'content-type': mediaType, 'content-length': bytes.length };
  return {
    status: 200,
    headers: coding === 'identity' ? content : { ...content, 'content-encoding': coding },
    bytes,
  };
};

export const serveDocument = async (
  request: FastifyRequest,
  reply: FastifyReply,
  document: ServedDocument,
  mediaType: string,
  headers: Headers = {},
): Promise<void> => {
  const answer = answerTo(request.headers, document, mediaType, headers);
  await reply.status(answer.status).headers(answer.headers).send(answer.bytes);
};

/** The same for what is made anew each time. */
export const serveText = async (
  request: FastifyRequest,
  reply: FastifyReply,
  rendered: Rendered,
  mediaType: string,
  headers: Headers = {},
): Promise<void> => serveDocument(request, reply, await served(rendered), mediaType, headers);
