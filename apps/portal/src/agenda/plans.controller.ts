import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sentOf } from '../contribute/step.view.ts';
import { Vocabularies } from '../contribute/vocabularies.ts';
import { needed } from '../forms/refused.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { networksRunBy, type Visitor } from '../pages/visitor.ts';
import { keptThings } from '../people/kept-things.ts';
import { besides, ManagedNetworks, managementPath, managementTrail } from '../people/managed-networks.ts';
import { ActingApi } from '../sign-in/acting-api.ts';
import { Downloads } from '../sign-in/downloads.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { planFields, planRequired } from './plan-fields.ts';
import { type Plan, planGroups } from './plans.view.ts';

const said: Readonly<Record<string, string>> = {
  ajoute: 'L’engagement est pris.',
  modifie: 'L’engagement est à jour.',
};

const KeptPlans = keptThings<Plan>({
  what: 'engagements',
  api: '/api/v1/plans',
  newPart: 'nouveau',
  fields: planFields,
  required: planRequired,
  lead: 'Une contribution qui dit répondre à l’engagement le tient ; un rappel part quinze jours avant la date.',
  askTitle: 'Ajouter un engagement',
  addButton: 'Prendre l’engagement',
  titleOf: () => 'Modifier l’engagement',
  said: { added: 'ajoute', edited: 'modifie' },
  isOf: (plan, network) => plan.network === network.id,
});

/** What a network committed to contribute, kept by its facilitators. */
@NotApi()
@Controller('animation/reseaux/:network/engagements')
export class PlansController extends KeptPlans {
  constructor(
    api: ActingApi,
    managed: ManagedNetworks,
    vocabularies: Vocabularies,
    private readonly downloads: Downloads,
  ) {
    super(api, managed, vocabularies);
  }

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
    const { items } = needed(await this.api.call<{ items: readonly Plan[] }>(request, 'GET', `/api/v1/plans?${query}`));
    const path = managementPath(network.slug, 'engagements');
    const mayEdit = networksRunBy(visitor).has(network.id);
    return {
      title: `Engagements de ${network.name}`,
      breadcrumb: [...managementTrail(visitor, network), { label: 'Engagements' }],
      notice: typeof done === 'string' ? said[done] : undefined,
      besides: besides(network.slug, 'engagements'),
      effortPath: `${path}/temps-et-couts.csv`,
      newPath: mayEdit ? `${path}/nouveau` : null,
      groups: planGroups(items, mayEdit ? path : null),
    };
  }

  /** Time and money that its contributions took, for its funding files. */
  @Get('temps-et-couts.csv')
  async effort(
    @Param('network') slug: string,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const { id } = await this.managed.at(visitor, slug);
    await this.downloads.send(
      request,
      reply,
      `/api/v1/networks/${encodeURIComponent(id)}/effort.csv`,
      'contributions.csv',
    );
  }

  /** Closes it, or opens it again: a click on the list, on whatever it says now. */
  @Post(':id/etat')
  @HttpCode(303)
  async move(
    @Param('network') slug: string,
    @Param('id') id: string,
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await this.managed.at(visitor, slug);
    const { revision } = await this.find(request, network, id);
    const status = sentOf(body).status === 'open' ? 'open' : 'closed';
    const edit = { body: { status }, headers: { 'if-match': revision } };
    needed(await this.api.call(request, 'PATCH', `/api/v1/plans/${encodeURIComponent(id)}`, edit));
    return seeOther(reply, `${managementPath(network.slug, 'engagements')}?fait=modifie`);
  }
}
