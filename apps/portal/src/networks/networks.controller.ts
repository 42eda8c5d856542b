import { Controller, Get, Param } from '@nestjs/common';
import { counted } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { Catalogue } from '../resources/catalogue.ts';
import { resourceCard } from '../resources/resource-card.view.ts';
import { Directory } from './directory.ts';
import { byName, networkView } from './network.view.ts';

const shown = 12;

/** Who pools resources here. */
@NotApi()
@Controller('reseaux')
export class NetworksController {
  constructor(
    private readonly directory: Directory,
    private readonly catalogue: Catalogue,
  ) {}

  @Get()
  @HtmlPage(new URL('./networks.hbs', import.meta.url))
  async list() {
    const all = await this.directory.all();
    return {
      title: 'Réseaux',
      description: 'Les réseaux d’appui à la vie associative qui mettent leurs ressources en commun.',
      breadcrumb: [{ label: 'Réseaux' }],
      isAvailable: all !== null,
      networks: all?.toSorted(byName).map(networkView) ?? [],
      total: all && counted(all.length, 'réseau', 'réseaux'),
    };
  }

  @Get(':slug')
  @HtmlPage(new URL('./network.hbs', import.meta.url))
  async show(@Param('slug') slug: string) {
    const network = await this.directory.named(slug);
    const query = `network=${encodeURIComponent(network.slug)}`;
    const found = await this.catalogue.list(`${query}&limit=${shown}`);
    return {
      ...networkView(network),
      title: network.name,
      breadcrumb: [{ label: 'Réseaux', path: '/reseaux' }, { label: network.name }],
      feeds: [{ type: 'application/rss+xml', title: `${network.name} (RSS)`, href: `/feeds/resources.rss?${query}` }],
      query,
      isAvailable: found !== null,
      items: found?.items.map((resource) => resourceCard(resource)) ?? [],
      total: found && counted(found.total, 'ressource', 'ressources'),
    };
  }
}
