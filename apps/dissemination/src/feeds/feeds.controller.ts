import { Controller, Get, Header, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { filter } from '#contracts';
import { checked, NotFound, Public } from '#platform';
import { PublicOrigin } from '../public-origin.ts';
import { type FeedAsked, type FeedFormat, feedFormats, feedUrl, mediaTypes } from './feed.ts';
import { FeedCache } from './feed-cache.ts';
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

  @Get(':file')
  async feed(
    @Param('file') file: string,
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { archive: _, ...rest } = query;
    const asked: FeedAsked = {
      format: formatOf(file),
      ...checked(archived, query),
      filter: checked(filter, rest),
    };
    const link = `<${this.origin.address('/hub')}>; rel="hub", <${feedUrl(this.origin, asked)}>; rel="self"`;
    await serveDocument(request, reply, await this.feeds.get(asked), mediaTypes[asked.format], { link });
  }
}

const formatOf = (file: string): FeedFormat => {
  const format = feedFormats.find((known) => file === `resources.${known}`);
  if (!format) throw new NotFound({ fr: 'Ce flux n’existe pas.', en: 'There is no such feed.' });
  return format;
};
