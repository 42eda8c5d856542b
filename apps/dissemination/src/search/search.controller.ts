import { Controller, Get, Header, Query } from '@nestjs/common';
import { z } from 'zod';
import { Public } from '#platform';
import { ListQuery } from '../catalogue/list-query.ts';
import { PublicOrigin } from '../public-origin.ts';
import { SearchResources } from './search-resources.ts';

const order = z.object({ sort: z.enum(['relevance', 'newest', 'closing']).optional() });
const position = z.tuple([z.number(), z.number(), z.string()]);

/** The search page's search: French, and forgiving. */
@Controller('api/v1/search')
export class SearchController {
  constructor(
    private readonly search: SearchResources,
    private readonly origin: PublicOrigin,
  ) {}

  @Get()
  @Public()
  @Header('cache-control', 'public, no-cache')
  async list(@Query() query: Record<string, unknown>) {
    const asked = new ListQuery(query, position, order);
    const sort = asked.options.sort ?? (asked.filter.q ? 'relevance' : 'newest');
    const { end, ...results } = await this.search.execute({
      ...asked.page,
      filter: asked.filter,
      isTolerant: true,
      sort,
    });
    return { ...results, next: asked.next(this.origin, '/api/v1/search', end) };
  }
}
