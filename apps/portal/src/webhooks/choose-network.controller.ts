import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { canonicalQuery } from '#contracts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import type { Visitor } from '../pages/visitor.ts';
import { facilitatedBy, managementPath } from '../people/managed-networks.ts';
import { type Query as Asked, addressOf, wantedOf } from '../search/wanted.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';

/** From a filter to the form of a webhook: of which network, where somebody runs several. */
@NotApi()
@Controller('animation/webhooks/nouveau')
export class ChooseNetworkController {
  @Get()
  @HtmlPage(new URL('./choose-network.hbs', import.meta.url))
  choose(@Query() query: Asked, @SignedIn() visitor: Visitor, @Res({ passthrough: true }) reply: FastifyReply) {
    const filter = canonicalQuery(wantedOf(query));
    const networks = facilitatedBy(visitor).map(({ name, slug }) => ({
      name,
      path: addressOf(`${managementPath(slug, 'webhooks')}/nouveau`, filter),
    }));
    const [only, ...others] = networks;
    if (only && others.length === 0) return seeOther(reply, only.path);
    return { title: 'Relier un outil', breadcrumb: [{ label: 'Relier un outil' }], networks };
  }
}
