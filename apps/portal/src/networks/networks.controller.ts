import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFound, Unavailable } from '#platform';
import { counted, spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { Catalogue } from '../resources/catalogue.ts';
import { resourceCard } from '../resources/resource-card.view.ts';
import { Services } from '../services/services.ts';
import { seeOther } from '../sign-in/signed-in.ts';
import { Directory } from './directory.ts';
import { byName, cardView, networkView, optOutPath } from './network.view.ts';

const shown = 12;

/** Who pools resources here. */
@NotApi()
@Controller('reseaux')
export class NetworksController {
  constructor(
    private readonly directory: Directory,
    private readonly catalogue: Catalogue,
    private readonly services: Services,
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
    const [found, card] = await Promise.all([
      this.catalogue.list(`${query}&limit=${shown}`),
      this.directory.card(network.id),
    ]);
    return {
      ...networkView(network),
      card: card && cardView(network, card),
      title: network.name,
      breadcrumb: [{ label: 'Réseaux', path: '/reseaux' }, { label: network.name }],
      feeds: [{ type: 'application/rss+xml', title: `${network.name} (RSS)`, href: `/feeds/resources.rss?${query}` }],
      query,
      isAvailable: found !== null,
      items: found?.items.map((resource) => resourceCard(resource)) ?? [],
      total: found && counted(found.total, 'ressource', 'ressources'),
    };
  }

  @Get(':slug/contacts/:contact/ne-plus-afficher')
  @HtmlPage(new URL('../atlas/opt-out.hbs', import.meta.url))
  async confirm(@Param('slug') slug: string, @Param('contact') id: string) {
    const network = await this.directory.named(slug);
    const contact = (await this.directory.card(network.id))?.contacts.find((each) => each.id === id);
    if (!contact) throw new NotFound();
    return {
      title: 'Ne plus afficher ces coordonnées ?',
      isHidden: true,
      name: spaced(`${contact.label}, ${network.name}`),
      action: optOutPath(network.slug, id),
      back: networkView(network).path,
    };
  }

  @Post(':slug/contacts/:contact/ne-plus-afficher')
  @HttpCode(303)
  async hide(
    @Param('slug') slug: string,
    @Param('contact') contact: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await this.directory.named(slug);
    const path = `/api/v1/networks/${encodeURIComponent(network.id)}/contact-opt-outs`;
    const { status } = await this.services.call('POST', path, { body: { contact }, from: { ip: request.ip } });
    // Gone already is what was asked for.
    if (status >= 400 && status !== 404) throw new Unavailable();
    return seeOther(reply, networkView(network).path);
  }
}
