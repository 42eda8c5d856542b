import { Controller, Get } from '@nestjs/common';
import { families } from '#taxonomy';
import { counted } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { Catalogue } from '../resources/catalogue.ts';
import { resourceCard } from '../resources/resource-card.view.ts';
import { familyPresentations } from './family-presentations.ts';

/** The four families of resources: what each is for, and its latest ones. */
@NotApi()
@Controller('familles')
export class FamiliesController {
  constructor(private readonly catalogue: Catalogue) {}

  @Get()
  @HtmlPage(new URL('./families.hbs', import.meta.url))
  async show() {
    return {
      title: 'Familles de ressources',
      description:
        'Ressources documentaires, observation, actualités des réseaux et veille juridique : les quatre familles d’Essaim.',
      breadcrumb: [{ label: 'Familles' }],
      families: await Promise.all(
        families.terms.map(async ({ id, label }) => {
          const found = await this.catalogue.list(`family=${id}&limit=2`);
          return {
            id,
            label,
            ...familyPresentations[id],
            query: `family=${id}`,
            total: found && counted(found.total, 'ressource', 'ressources'),
            items: found?.items.map((resource) => resourceCard(resource)) ?? [],
          };
        }),
      ),
    };
  }
}
