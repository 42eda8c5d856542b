import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { z } from 'zod';
import { canonicalQuery, filter, latestResources } from '#contracts';
import { checked, decodeCursor, encodeCursor, InvalidFields, NotFound, Public, paging } from '#platform';
import { PublicOrigin } from '../public-origin.ts';
import { CatalogueRepository } from './catalogue.repository.ts';

const position = z.tuple([z.iso.datetime(), z.string()]);
const page = z.object(paging);

const unknownCursor = {
  pointer: '/cursor',
  code: 'invalid-cursor',
  detail: { fr: 'Ce curseur n’est pas l’un des nôtres.', en: 'This cursor is not one of ours.' },
};

/** The catalogue, for everyone. */
@Controller()
export class ResourcesController {
  constructor(
    private readonly catalogue: CatalogueRepository,
    private readonly origin: PublicOrigin,
  ) {}

  @Get('api/v1/resources')
  @Public()
  @Header('cache-control', 'public, no-cache')
  async list(@Query() query: Record<string, unknown>) {
    const { limit: _l, cursor: _c, ...rest } = query;
    const { limit, cursor } = checked(page, query);
    const wanted = checked(filter, rest);
    const after = cursor ? decodeCursor(cursor, position) : null;
    if (cursor && !after) throw new InvalidFields([unknownCursor]);
    const { items, total } = await this.catalogue.list(wanted, limit, after);
    const last = items.length === limit ? items.at(-1) : undefined;
    const next = new URLSearchParams(canonicalQuery(wanted));
    next.set('limit', String(limit));
    if (last) next.set('cursor', encodeCursor([last.resource.publishedAt, last._id]));
    return {
      items: items.map(({ resource }) => this.origin.resource(resource)),
      total,
      next: last ? this.origin.address(`/api/v1/resources?${next}`) : null,
    };
  }

  @Get('api/v1/resources/:id')
  @Public()
  @Header('cache-control', 'public, no-cache')
  async show(@Param('id') id: string) {
    const entry = await this.catalogue.find(id);
    if (!entry) throw new NotFound({ fr: 'Ressource introuvable.', en: 'Resource not found.' });
    return this.origin.resource(entry.resource);
  }

  /** For the website's home page. */
  @MessagePattern(latestResources.subject)
  async latest(@Payload() question: unknown) {
    const { limit } = latestResources.question.parse(question);
    const { items, total } = await this.catalogue.list({}, limit, null);
    return { items: items.map(({ resource }) => this.origin.resource(resource)), total };
  }
}
