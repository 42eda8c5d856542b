import { Controller, Get, Header, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { filter } from '#contracts';
import { checked, Public } from '#platform';
import { CatalogueRepository } from '../catalogue/catalogue.repository.ts';
import { PublicOrigin } from '../public-origin.ts';
import { dataCatalogue } from './data-catalogue.ts';
import { type ExportFormat, ExportResources, exportTypes } from './export-resources.ts';
import { Sitemap } from './sitemap.ts';

/** The catalogue taken away whole: for spreadsheets, programs, data portals and search engines. */
@Controller()
@Public()
export class ExportsController {
  constructor(
    private readonly exports: ExportResources,
    private readonly catalogue: CatalogueRepository,
    private readonly origin: PublicOrigin,
    private readonly siteMap: Sitemap,
  ) {}

  @Get('api/v1/resources.csv')
  async csv(@Query() query: Record<string, unknown>, @Res() reply: FastifyReply): Promise<void> {
    await this.send('csv', query, reply);
  }

  @Get('api/v1/resources.ndjson')
  async ndjson(@Query() query: Record<string, unknown>, @Res() reply: FastifyReply): Promise<void> {
    await this.send('ndjson', query, reply);
  }

  /** DCAT, for the data sets of observation. */
  @Get('api/v1/catalogue.jsonld')
  @Header('content-type', 'application/ld+json; charset=utf-8')
  @Header('cache-control', 'public, no-cache')
  async data(): Promise<Record<string, unknown>> {
    return dataCatalogue(this.origin, this.catalogue.each({ family: ['observation'] }));
  }

  @Get('sitemap.xml')
  async sitemap(@Query() query: Record<string, unknown>, @Res() reply: FastifyReply): Promise<void> {
    const { page } = checked(Sitemap.query, query);
    await reply.type('application/xml; charset=utf-8').send(await this.siteMap.execute(page));
  }

  private async send(format: ExportFormat, query: Record<string, unknown>, reply: FastifyReply): Promise<void> {
    const rows = this.exports.execute(format, checked(filter, query));
    reply.headers({
      'cache-control': 'public, no-cache',
      'content-disposition': `attachment; filename="essaim-ressources.${format}"`,
    });
    await reply.type(exportTypes[format]).send(rows);
  }
}
