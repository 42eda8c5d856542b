import { Controller, Get } from '@nestjs/common';
import { families } from '#taxonomy';
import { familyPresentations } from '../families/family-presentations.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { Catalogue } from '../resources/catalogue.ts';
import { resourceCard } from '../resources/resource-card.view.ts';

const shown = 8;
const watches = ['social-watch', 'legal-watch'] as const;

/** What moves: news of the networks, and the law. */
@NotApi()
@Controller('actualites')
export class NewsController {
  constructor(private readonly catalogue: Catalogue) {}

  @Get()
  @HtmlPage(new URL('./news.hbs', import.meta.url))
  async show() {
    return {
      title: 'Actualités et veille',
      description: 'Actualités des réseaux et de la vie associative, et veille juridique pour les associations.',
      breadcrumb: [{ label: 'Actualités' }],
      watches: await Promise.all(
        watches.map(async (id) => {
          const found = await this.catalogue.list(`family=${id}&limit=${shown}`);
          return {
            id,
            label: families.label(id),
            ...familyPresentations[id],
            query: `family=${id}`,
            isAvailable: found !== null,
            items: found?.items.map((resource) => resourceCard(resource)) ?? [],
          };
        }),
      ),
    };
  }
}
