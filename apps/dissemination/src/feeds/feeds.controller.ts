import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { filter } from '#contracts';
import { checked, NotFound, Public } from '#platform';
import { chosenCoding, isFresh } from './conditional.ts';
import { type FeedFormat, feedFormats, mediaTypes } from './feed.ts';
import { FeedCache } from './feed-cache.ts';

/** The announcements of the catalogue, for feed readers. */
@Controller('feeds')
@Public()
export class FeedsController {
  constructor(private readonly feeds: FeedCache) {}

  @Get(':file')
  async feed(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const format = formatOf(file);
    const feed = await this.feeds.get(format, checked(filter, request.query));
    const coding = chosenCoding(request.headers['accept-encoding']);
    const { bytes, etag } = feed.bodies[coding];
    reply.headers({
      etag,
      'last-modified': feed.lastModified.toUTCString(),
      'cache-control': 'public, max-age=60, stale-while-revalidate=600',
      vary: 'Accept-Encoding',
    });
    if (isFresh(feed, coding, request.headers)) {
      await reply.status(304).send();
      return;
    }
    if (coding !== 'identity') reply.header('content-encoding', coding);
    await reply.type(mediaTypes[format]).send(bytes);
  }
}

const formatOf = (file: string): FeedFormat => {
  const format = feedFormats.find((known) => file === `resources.${known}`);
  if (!format) throw new NotFound({ fr: 'Ce flux n’existe pas.', en: 'There is no such feed.' });
  return format;
};
