import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { FeedAsked } from './feed.ts';
import { FeedCache } from './feed-cache.ts';
import { answerTo } from './serve-document.ts';

/** What an address asks for. */
export interface KnownAddress {
  readonly asked: FeedAsked;
  readonly key: string;
  readonly mediaType: string;
  readonly headers: Readonly<Record<string, string>>;
}

const mostKnown = 2_000;
const longestKnown = 500;

/** Addresses of feeds that were read once: most readers ask for what others asked for. */
@Injectable()
export class KnownFeeds {
  private readonly addresses = new Map<string, KnownAddress>();

  constructor(private readonly feeds: FeedCache) {}

  get(url: string): KnownAddress | undefined {
    return this.addresses.get(url);
  }

  remember(url: string, known: KnownAddress): void {
    if (this.addresses.size === mostKnown) this.addresses.clear();
    if (url.length <= longestKnown) this.addresses.set(url, known);
  }

  /** @returns false when it is to be read or rendered first: nothing was said then. */
  serve({ url, method, headers }: FastifyRequest, response: ServerResponse): boolean {
    const isPlain = method === 'GET' && headers.authorization === undefined;
    const known = isPlain ? this.addresses.get(url) : undefined;
    const document = known && this.feeds.kept(known.key);
    if (!document) return false;
    const { status, headers: said, bytes } = answerTo(headers, document, known.mediaType, known.headers);
    response.writeHead(status, said).end(bytes);
    return true;
  }
}

/**
 * A feed that is there goes out before guards, pipes and controllers are asked: whoever shows no key may read it, and nothing
 * of the request is left to check. It is most of what we serve.
 */
export const serveKnownFeeds = (fastify: FastifyInstance, known: KnownFeeds): void => {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (known.serve(request, reply.raw)) reply.hijack();
    else done();
  });
};
