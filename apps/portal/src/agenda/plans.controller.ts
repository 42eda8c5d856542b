import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFound } from '#platform';
import { type Content, creationOf, patchOf, type Sent } from '../contribute/content.ts';
import { bodyOf } from '../contribute/contribution-desk.ts';
import { sentOf } from '../contribute/step.view.ts';
import { Vocabularies } from '../contribute/vocabularies.ts';
import { guidedPage, guidedView, keyIn, refusalFor, revisionIn } from '../forms/guided.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { networksRunBy, type Visitor } from '../pages/visitor.ts';
import { besides, ManagedNetworks, managementPath, managementTrail } from '../people/managed-networks.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { planFields, planRequired } from './plan-fields.ts';
import { type Plan, planGroups } from './plans.view.ts';

type Network = Visitor['networks'][number];
const said: Readonly<Record<string, string>> = {
  ajoute: 'L’engagement est pris.',
  modifie: 'L’engagement est à jour.',
};

/** What a network committed to contribute, kept by its facilitators. */
@NotApi()
@Controller('animation/reseaux/:network/engagements')
export class PlansController {
  constructor(
    private readonly api: ActingApi,
    private readonly managed: ManagedNetworks,
    private readonly vocabularies: Vocabularies,
  ) {}

  @Get()
  @HtmlPage(new URL('./plans.hbs', import.meta.url))
  async list(
    @Param('network') slug: string,
    @Query('fait') done: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
  ) {
    const network = await this.managed.at(visitor, slug);
    const query = new URLSearchParams({ network: network.id, limit: '100' });
    const { items } = bodyOf(await this.api.call<{ items: readonly Plan[] }>(request, 'GET', `/api/v1/plans?${query}`));
    const path = managementPath(network.slug, 'engagements');
    const mayEdit = networksRunBy(visitor).has(network.id);
    return {
      title: `Engagements de ${network.name}`,
      breadcrumb: [...managementTrail(visitor, network), { label: 'Engagements' }],
      notice: typeof done === 'string' ? said[done] : undefined,
      besides: besides(network.slug, 'engagements'),
      newPath: mayEdit ? `${path}/nouveau` : null,
      groups: planGroups(items, mayEdit ? path : null),
    };
  }

  @Get('nouveau')
  @HtmlPage(guidedPage)
  async ask(@Param('network') slug: string, @SignedIn() visitor: Visitor) {
    return this.form(visitor, await this.managed.at(visitor, slug), {});
  }

  @Post('nouveau')
  @HttpCode(200)
  @HtmlPage(guidedPage)
  async add(
    @Param('network') slug: string,
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await this.managed.at(visitor, slug);
    const sent = sentOf(body);
    const added = await this.api.call(request, 'POST', '/api/v1/plans', {
      body: { ...creationOf(planFields, sent), network: network.id },
      headers: keyIn(sent),
    });
    const refusal = refusalFor(added);
    if (!refusal) return seeOther(reply, `${managementPath(network.slug, 'engagements')}?fait=ajoute`);
    void reply.status(refusal.status);
    return this.form(visitor, network, { sent, refusal });
  }

  @Get(':plan')
  @HtmlPage(guidedPage)
  async show(
    @Param('network') slug: string,
    @Param('plan') id: string,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
  ) {
    const network = await this.managed.at(visitor, slug);
    return this.form(visitor, network, await this.plan(request, network, id));
  }

  @Post(':plan')
  @HttpCode(200)
  @HtmlPage(guidedPage)
  async edit(
    @Param('network') slug: string,
    @Param('plan') id: string,
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await this.managed.at(visitor, slug);
    const sent = sentOf(body);
    const edited = await this.api.call(request, 'PATCH', planApi(id), {
      body: patchOf(planFields, sent),
      headers: revisionIn(sent),
    });
    const refusal = refusalFor(edited);
    if (!refusal) return seeOther(reply, `${managementPath(network.slug, 'engagements')}?fait=modifie`);
    void reply.status(refusal.status);
    return this.form(visitor, network, { ...(await this.plan(request, network, id)), sent, refusal });
  }

  /** Closes it, or opens it again: a click on the list, on whatever it says now. */
  @Post(':plan/etat')
  @HttpCode(303)
  async move(
    @Param('network') slug: string,
    @Param('plan') id: string,
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await this.managed.at(visitor, slug);
    const { revision } = await this.plan(request, network, id);
    const status = sentOf(body).status === 'open' ? 'open' : 'closed';
    bodyOf(await this.api.call(request, 'PATCH', planApi(id), { body: { status }, headers: { 'if-match': revision } }));
    return seeOther(reply, `${managementPath(network.slug, 'engagements')}?fait=modifie`);
  }

  private async plan(request: FastifyRequest, network: Network, id: string) {
    const found = await this.api.call<Plan>(request, 'GET', planApi(id));
    const plan = bodyOf(found);
    if (plan.network !== network.id) throw new NotFound();
    return { plan, revision: (found.done && found.etag) || '' };
  }

  private async form(
    visitor: Visitor,
    network: Network,
    state: { readonly plan?: Plan; readonly revision?: string; readonly sent?: Sent; readonly refusal?: Refusal },
  ) {
    const { plan, revision = '', sent, refusal } = state;
    const path = managementPath(network.slug, 'engagements');
    return guidedView({
      title: plan ? 'Modifier l’engagement' : 'Ajouter un engagement',
      lead: 'Une contribution qui dit répondre à l’engagement le tient ; un rappel part quinze jours avant la date.',
      fields: planFields,
      required: planRequired,
      choices: await this.vocabularies.choices(),
      ...(plan ? { content: plan as unknown as Content } : {}),
      revision,
      sent,
      refusal,
      button: plan ? 'Enregistrer' : 'Prendre l’engagement',
      action: `${path}/${plan ? encodeURIComponent(plan.id) : 'nouveau'}`,
      cancelPath: path,
      trail: [...managementTrail(visitor, network), { label: 'Engagements', path }],
    });
  }
}

const planApi = (id: string): string => `/api/v1/plans/${encodeURIComponent(id)}`;
