import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { NotFound, Public } from '#platform';
import { PublicOrigin } from '../public-origin.ts';
import { credited } from './announcement.ts';
import { CatalogueRepository } from './catalogue.repository.ts';
import type { KeptVersion } from './entry.ts';
import { FindResource } from './find-resource.ts';
import { ListQuery } from './list-query.ts';
import { changesBetween } from './version-changes.ts';

const position = z.tuple([z.number().int()]);
const noOptions = z.object({});

/** What a resource was, version by version. */
@Controller('api/v1/resources/:id/versions')
@Public()
export class VersionsController {
  constructor(
    private readonly catalogue: CatalogueRepository,
    private readonly resources: FindResource,
    private readonly origin: PublicOrigin,
  ) {}

  @Get()
  @Header('cache-control', 'public, no-cache')
  async list(@Param('id') id: string, @Query() query: Record<string, unknown>) {
    await this.resources.execute(id);
    const asked = new ListQuery(query, position, noOptions);
    const { limit, after } = asked.page;
    const { items, total } = await this.catalogue.versionsOf(id, limit, after?.[0]);
    const last = items.length === limit ? items.at(-1) : undefined;
    return {
      items: items.map(({ version, resource }) => ({
        version,
        publishedAt: resource.revisedAt ?? resource.publishedAt,
        change: resource.change,
        title: resource.title,
      })),
      total,
      next: asked.next(
        this.origin,
        `/api/v1/resources/${encodeURIComponent(id)}/versions`,
        last ? [last.version] : null,
      ),
    };
  }

  @Get(':version')
  @Header('cache-control', 'public, no-cache')
  async show(@Param('id') id: string, @Param('version') number: string) {
    const { resource: present } = await this.resources.execute(id);
    const { resource } = await this.find(id, number);
    // What is held back now is so in all of its versions.
    const { status, statusReason = null } = present;
    return this.origin.resource({ ...credited(resource, present), status, statusReason });
  }

  @Get(':version/changes')
  @Header('cache-control', 'public, no-cache')
  async changes(@Param('id') id: string, @Param('version') number: string) {
    const { resource: present } = await this.resources.execute(id);
    const after = await this.find(id, number);
    const before = await this.catalogue.versionBefore(id, after.version);
    const { status } = present;
    const shown = (resource: KeptVersion['resource']) =>
      this.origin.resource({ ...credited(resource, present), status });
    return { items: before ? changesBetween(shown(before.resource), shown(after.resource)) : [] };
  }

  private async find(id: string, number: string): Promise<KeptVersion> {
    const found = /^[1-9]\d{0,5}$/.test(number) ? await this.catalogue.version(id, Number(number)) : null;
    if (!found) throw new NotFound({ fr: 'Cette version n’existe pas.', en: 'There is no such version.' });
    return found;
  }
}
