import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { canonicalQuery } from '#contracts';
import { needed } from '../forms/refused.ts';
import { type Submitted, textOf } from '../forms/submitted.ts';
import { HtmlPage, NotApi, Shown } from '../pages/html-page.ts';
import type { Visitor } from '../pages/visitor.ts';
import { managementPath } from '../people/managed-networks.ts';
import { Catalogue } from '../resources/catalogue.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import type { EndpointFacts, Warned } from './endpoint.facts.ts';
import { editsIn, type Given, typedIn } from './endpoint.form.ts';
import { endpointForm } from './endpoint-form.view.ts';
import { EndpointPage } from './endpoint-page.ts';
import { Endpoints, endpointAt } from './endpoints.ts';

const formPage = new URL('./endpoint-form.hbs', import.meta.url);

/** Changes what an endpoint gets, and how. */
@NotApi()
@Controller('animation/reseaux/:network/webhooks/:endpoint/modifier')
export class EditEndpointController {
  constructor(
    private readonly api: ActingApi,
    private readonly endpoints: Endpoints,
    private readonly page: EndpointPage,
    private readonly catalogue: Catalogue,
  ) {}

  @Get()
  @HtmlPage(formPage)
  async form(
    @Param('network') slug: string,
    @Param('endpoint') id: string,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
  ) {
    const found = await this.endpoints.find(request, visitor, slug, id);
    return this.view(found, found.revision, found.endpoint);
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(formPage)
  async edit(
    @Param('network') slug: string,
    @Param('endpoint') id: string,
    @Body() form: Submitted,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const found = await this.endpoints.find(request, visitor, slug, id);
    // The one that the form was filled with: what somebody else changed meanwhile is not overwritten unseen.
    const revision = textOf(form, 'revision');
    if (textOf(form, 'geste') === 'apercu') return this.view(found, revision, typedIn(form));
    const body = editsIn(form, found.endpoint);
    const edited = await this.api.call<Warned>(request, 'PATCH', endpointAt(id), {
      body,
      headers: { 'if-match': revision },
    });
    const path = `${managementPath(found.network.slug, 'webhooks')}/${id}`;
    if (edited.done && edited.body.warnings.length > 0) {
      const said = { notice: 'Les réglages sont enregistrés.', warnings: edited.body.warnings };
      return new Shown(this.page.template, await this.page.view(request, visitor, slug, id, said));
    }
    if (edited.done) return seeOther(reply, `${path}?fait=modifie`);
    const { refusal } = edited;
    if (refusal.status !== 422 && refusal.status !== 412) needed(edited);
    void reply.status(refusal.status);
    return this.view(found, refusal.status === 412 ? found.revision : revision, typedIn(form), refusal);
  }

  private async view(
    { network, endpoint }: { network: Visitor['networks'][number]; endpoint: EndpointFacts },
    revision: string,
    given: Given,
    refusal?: Refusal,
  ) {
    const [types, preview] = await Promise.all([
      this.endpoints.types(),
      this.catalogue.preview(canonicalQuery(given.filter ?? {})),
    ]);
    const list = managementPath(network.slug, 'webhooks');
    const path = `${list}/${encodeURIComponent(endpoint.id)}`;
    const name = endpoint.description ?? endpoint.url;
    const { format } = endpoint;
    return {
      title: `Modifier « ${name} »`,
      breadcrumb: [{ label: `Webhooks de ${network.name}`, path: list }, { label: name, path }, { label: 'Modifier' }],
      action: `${path}/modifier`,
      button: 'Enregistrer',
      cancelPath: path,
      revision,
      ...endpointForm({ given, types, preview, format, headerNames: Object.keys(endpoint.headers), refusal }),
    };
  }
}
