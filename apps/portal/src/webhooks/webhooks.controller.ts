import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { canonicalQuery } from '#contracts';
import { needed } from '../forms/refused.ts';
import { type Submitted, textOf } from '../forms/submitted.ts';
import { HtmlPage, NotApi, Shown } from '../pages/html-page.ts';
import type { Visitor } from '../pages/visitor.ts';
import { besides, ManagedNetworks, managementPath, managementTrail } from '../people/managed-networks.ts';
import { Catalogue } from '../resources/catalogue.ts';
import { addressOf, wantedOf } from '../search/wanted.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn } from '../sign-in/signed-in.ts';
import type { EndpointFacts, Warned } from './endpoint.facts.ts';
import { type Given, newEndpointIn, typedIn } from './endpoint.form.ts';
import { endpointLine } from './endpoint.view.ts';
import { endpointForm } from './endpoint-form.view.ts';
import { EndpointPage } from './endpoint-page.ts';
import { Endpoints } from './endpoints.ts';

const formPage = new URL('./endpoint-form.hbs', import.meta.url);

/** The webhooks of a network: those that are there, and a new one. */
@NotApi()
@Controller('animation/reseaux/:network/webhooks')
export class WebhooksController {
  constructor(
    private readonly api: ActingApi,
    private readonly endpoints: Endpoints,
    private readonly page: EndpointPage,
    private readonly catalogue: Catalogue,
    private readonly networks: ManagedNetworks,
  ) {}

  @Get()
  @HtmlPage(new URL('./webhooks.hbs', import.meta.url))
  async list(
    @Param('network') slug: string,
    @Query() query: Record<string, unknown>,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
  ) {
    const network = await this.networks.at(visitor, slug);
    const { items, total, next } = await this.endpoints.list(request, network.id, textOf(query, 'suite'));
    const path = managementPath(network.slug, 'webhooks');
    const cursor = next && new URLSearchParams(next.split('?')[1]).get('cursor');
    return {
      title: `Webhooks de ${network.name}`,
      breadcrumb: [...managementTrail(visitor, network), { label: 'Webhooks' }],
      newPath: `${path}/nouveau`,
      besides: besides(network.slug, 'webhooks'),
      total,
      endpoints: items.map((endpoint) => endpointLine(endpoint, path)),
      pagination: cursor ? { next: addressOf(path, new URLSearchParams({ suite: cursor }).toString()) } : null,
      notice: query.fait === 'supprime' ? 'Le point de réception est supprimé : plus rien n’y part.' : undefined,
    };
  }

  /** With the filter that its address says, as `/abonnement` leads here. */
  @Get('nouveau')
  @HtmlPage(formPage)
  async form(
    @Param('network') slug: string,
    @Query() query: Record<string, unknown>,
    @SignedIn() visitor: Visitor,
    @Req() _request: FastifyRequest,
  ) {
    return this.formView(await this.networks.at(visitor, slug), { filter: wantedOf(query), format: 'standard' });
  }

  @Post('nouveau')
  @HttpCode(200)
  @HtmlPage(formPage)
  async create(
    @Param('network') slug: string,
    @Body() form: Submitted,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await this.networks.at(visitor, slug);
    if (textOf(form, 'geste') === 'apercu') return this.formView(network, typedIn(form), undefined, form);
    const created = await this.api.call<EndpointFacts & Warned & { readonly secret?: string }>(
      request,
      'POST',
      '/api/v1/webhook-endpoints',
      {
        body: newEndpointIn(form, network.id),
        headers: { 'idempotency-key': textOf(form, 'idempotency') || randomUUID() },
      },
    );
    if (created.done) {
      const { id, secret, warnings } = created.body;
      const said = { ...(secret ? { secret } : {}), warnings, isNew: true };
      return new Shown(this.page.template, await this.page.view(request, visitor, slug, id, said));
    }
    if (created.refusal.status !== 422) needed(created);
    void reply.status(422);
    return this.formView(network, typedIn(form), created.refusal, form);
  }

  private async formView(network: Visitor['networks'][number], given: Given, refusal?: Refusal, form?: Submitted) {
    const [types, preview] = await Promise.all([
      this.endpoints.types(),
      this.catalogue.preview(canonicalQuery(given.filter ?? {})),
    ]);
    const path = managementPath(network.slug, 'webhooks');
    return {
      title: 'Relier un outil',
      breadcrumb: [{ label: `Webhooks de ${network.name}`, path }, { label: 'Relier un outil' }],
      action: `${path}/nouveau`,
      button: 'Relier cet outil',
      cancelPath: path,
      idempotency: textOf(form, 'idempotency') || randomUUID(),
      ...endpointForm({ given, types, preview, refusal }),
    };
  }
}
