import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { canonicalQuery, filter } from '#contracts';
import { checked, Public } from '#platform';
import { PublicOrigin } from '../public-origin.ts';
import { SearchResources } from '../search/search-resources.ts';
import { embeddedList } from './embedded-list.ts';

const size = z.object({ limit: z.coerce.number().int().min(1).max(50).default(10) });

/** A list of resources for the pages of others: no script, no cookie, nothing that follows anybody. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors *";

@Controller('embed')
@Public()
export class EmbeddingController {
  constructor(
    private readonly search: SearchResources,
    private readonly origin: PublicOrigin,
  ) {}

  @Get('resources')
  async list(@Query() query: Record<string, unknown>, @Res() reply: FastifyReply): Promise<void> {
    const { limit: _, ...rest } = query;
    const wanted = checked(filter, rest);
    const { limit } = checked(size, query);
    const { items, total } = await this.search.execute({ filter: wanted, sort: 'newest', limit });
    const all = canonicalQuery(wanted);
    const allUrl = this.origin.address(`/ressources${all ? `?${all}` : ''}`);
    reply.headers({ 'cache-control': 'public, max-age=300', 'content-security-policy': policy });
    await reply.type('text/html; charset=utf-8').send(embeddedList(items, total, allUrl));
  }
}
