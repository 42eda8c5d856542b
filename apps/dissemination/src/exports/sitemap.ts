import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CatalogueRepository } from '../catalogue/catalogue.repository.ts';
import { PublicOrigin } from '../public-origin.ts';

/** sitemaps.org allows no more in one document. */
const perPage = 50_000;
const namespace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** The pages of resources, for search engines; an index of such lists once there are too many for one. */
@Injectable()
export class Sitemap {
  static readonly query = z.object({ page: z.coerce.number().int().min(1).max(1_000).optional() });

  constructor(
    private readonly catalogue: CatalogueRepository,
    private readonly origin: PublicOrigin,
  ) {}

  async execute(page: number | undefined): Promise<Readable | string> {
    if (page !== undefined) return this.list(page);
    const total = await this.catalogue.countListed();
    return total > perPage ? this.index(Math.ceil(total / perPage)) : this.list(1);
  }

  private index(pages: number): string {
    const entries = Array.from({ length: pages }, (_, index) => {
      return `<sitemap><loc>${this.origin.address(`/sitemap.xml?page=${index + 1}`)}</loc></sitemap>`;
    });
    return `${declaration}<sitemapindex ${namespace}>\n${entries.join('\n')}\n</sitemapindex>\n`;
  }

  private list(page: number): Readable {
    return Readable.from(this.lines(page));
  }

  private async *lines(page: number): AsyncGenerator<string> {
    yield `${declaration}<urlset ${namespace}>\n`;
    if (page === 1)
      for (const path of ['/', '/ressources']) yield `<url><loc>${this.origin.address(path)}</loc></url>\n`;
    for await (const { _id, stateAt } of this.catalogue.eachAddress((page - 1) * perPage, perPage)) {
      const address = this.origin.address(`/ressources/${encodeURIComponent(_id)}`);
      yield `<url><loc>${address}</loc><lastmod>${stateAt.toISOString()}</lastmod></url>\n`;
    }
    yield '</urlset>\n';
  }
}
