import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { filter } from '#contracts';
import { checked, NotFound, Public } from '#platform';
import { PublicOrigin } from '../public-origin.ts';
import { type FeedAsked, type FeedFormat, feedFormats, feedUrl, mediaTypes } from './feed.ts';
import { FeedCache, feedKey } from './feed-cache.ts';
import { type KnownAddress, KnownFeeds } from './known-feeds.ts';
import { renderOpml } from './opml.ts';
import { serveDocument, serveText } from './serve-document.ts';
import { feedStyle } from './style.ts';

const indexedAt = new Date('2026-01-01T00:00:00.000Z');
const archived = z.object({
  archive: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional(),
});

/** The announcements of the catalogue, for feed readers. */
@Controller('feeds')
@Public()
export class FeedsController {
  constructor(
    private readonly feeds: FeedCache,
    private readonly known: KnownFeeds,
    private readonly origin: PublicOrigin,
  ) {}

  @Get('style.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'public, max-age=86400')
  style(): string {
    return feedStyle;
  }

  /** Which feeds there are does not change while we run. */
  @Get('index.opml')
  async index(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const text = renderOpml(this.origin, indexedAt);
    await serveText(request, reply, { text, changedAt: indexedAt }, 'text/x-opml; charset=utf-8');
  }

  /** An address that was read once is not read again; once it is rendered, `serveKnownFeeds` answers before us. */
  @Get(':file')
  async feed(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const known = this.known.get(request.url) ?? this.read(request);
    await serveDocument(request, reply, await this.feeds.get(known.asked, known.key), known.mediaType, known.headers);
  }

  private read(request: FastifyRequest): KnownAddress {
    const { file } = request.params as { file: string };
    const { archive: _, ...rest } = request.query as Record<string, unknown>;
    const asked: FeedAsked = {
      format: formatOf(file),
      ...checked(archived, request.query),
      filter: checked(filter, rest),
    };
    const link = `<${this.origin.address('/hub')}>; rel="hub", <${feedUrl(this.origin, asked)}>; rel="self"`;
    const known = { asked, key: feedKey(asked), mediaType: mediaTypes[asked.format], headers: { link } };
    this.known.remember(request.url, known);
    return known;
  }
}

const formatOf = (file: string): FeedFormat => {
  const format = feedFormats.find((known) => file === `resources.${known}`);
  if (!format) throw new NotFound({ fr: 'Ce flux n’existe pas.', en: 'There is no such feed.' });
  return format;
};
