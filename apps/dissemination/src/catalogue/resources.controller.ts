import { Controller, Get, Header, Headers, Param, Query, Res, StreamableFile } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { filter, latestResources } from '#contracts';
import { checked, Public } from '#platform';
import { ExportResources, exportFormatOf, exportTypes } from '../exports/export-resources.ts';
import { PublicOrigin } from '../public-origin.ts';
import { SearchResources } from '../search/search-resources.ts';
import { CatalogueRepository } from './catalogue.repository.ts';
import { FindResource } from './find-resource.ts';
import { jsonLd, wantsJsonLd } from './json-ld.ts';
import { ListQuery } from './list-query.ts';

const options = z.object({
  sort: z.enum(['newest', 'closing']).optional(),
  facets: z.enum(['true', 'false']).optional(),
});
const position = z.tuple([z.number(), z.number(), z.string()]);
const byDate = z.tuple([z.iso.datetime(), z.string()]);

/** The catalogue, for everyone. */
@Controller()
@Public()
export class ResourcesController {
  constructor(
    private readonly catalogue: CatalogueRepository,
    private readonly resources: FindResource,
    private readonly search: SearchResources,
    private readonly exports: ExportResources,
    private readonly origin: PublicOrigin,
  ) {}

  @Get('api/v1/resources')
  async list(
    @Query() query: Record<string, unknown>,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    reply.headers({ 'cache-control': 'public, no-cache', vary: 'Accept' });
    const format = exportFormatOf(accept);
    if (format) {
      reply.type(exportTypes[format]);
      return new StreamableFile(this.exports.execute(format, checked(filter, query)));
    }
    const asked = new ListQuery(query, position, options);
    const { sort = 'newest', facets } = asked.options;
    const found = await this.search.execute({ ...asked.page, filter: asked.filter, sort });
    return {
      items: found.items.map(({ highlight: _, ...resource }) => resource),
      total: found.total,
      next: asked.next(this.origin, '/api/v1/resources', found.end),
      ...(facets === 'true' ? { facets: found.facets } : {}),
    };
  }

  @Get('api/v1/resources/:id')
  async show(
    @Param('id') id: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { resource } = await this.resources.execute(id);
    const shown = this.origin.resource(resource);
    reply.headers({ 'cache-control': 'public, no-cache', vary: 'Accept' });
    if (!wantsJsonLd(accept)) return shown;
    reply.type('application/ld+json; charset=utf-8');
    return jsonLd(this.origin, shown);
  }

  @Get('api/v1/resources/:id/similar')
  @Header('cache-control', 'public, no-cache')
  async similar(@Param('id') id: string, @Query() query: Record<string, unknown>) {
    const { resource } = await this.resources.execute(id);
    const asked = new ListQuery(query, position, z.object({}));
    const { entries, total, end } = await this.search.similar(resource, asked.page.limit, asked.page.after);
    return {
      items: entries.map((entry) => this.origin.resource(entry.resource)),
      total,
      next: asked.next(this.origin, `/api/v1/resources/${encodeURIComponent(id)}/similar`, end),
    };
  }

  @Get('api/v1/resources/:id/adaptations')
  @Header('cache-control', 'public, no-cache')
  async adaptations(@Param('id') id: string, @Query() query: Record<string, unknown>) {
    await this.resources.execute(id);
    const asked = new ListQuery(query, byDate, z.object({}));
    const { limit, after } = asked.page;
    const { items, total } = await this.catalogue.adaptationsOf(id, limit, after);
    const last = items.length === limit ? items.at(-1) : undefined;
    const path = `/api/v1/resources/${encodeURIComponent(id)}/adaptations`;
    return {
      items: items.map(({ resource }) => this.origin.resource(resource)),
      total,
      next: asked.next(this.origin, path, last ? [last.resource.publishedAt, last._id] : null),
    };
  }

  /** For the website's home page. */
  @MessagePattern(latestResources.subject)
  async latest(@Payload() question: unknown) {
    const { limit } = latestResources.question.parse(question);
    const { items, total } = await this.search.execute({ filter: {}, sort: 'newest', limit });
    return { items: items.map(({ highlight: _, ...resource }) => resource), total };
  }
}
