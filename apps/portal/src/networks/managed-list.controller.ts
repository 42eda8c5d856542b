import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { creationOf, type Sent } from '../contribute/content.ts';
import { sentOf } from '../contribute/step.view.ts';
import { Vocabularies } from '../contribute/vocabularies.ts';
import { guidedPage, guidedView, keyIn, refusalFor } from '../forms/guided.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import type { Visitor } from '../pages/visitor.ts';
import { managed, managementPath } from '../people/managed-networks.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { operatorOnly } from '../sign-in/operator-only.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { Directory } from './directory.ts';
import { byName, networkView } from './network.view.ts';
import { cardFields, cardRequired, reservedFields, slugField } from './network-fields.ts';

const here = '/exploitation/reseaux';
const fields = [slugField, ...cardFields, ...reservedFields];
const shown = ['fiche', 'membres', 'cles'] as const;

/** Every network, for operators: they register them, and look after their members and keys. */
@NotApi()
@Controller('exploitation/reseaux')
export class ManagedListController {
  constructor(
    private readonly api: ActingApi,
    private readonly vocabularies: Vocabularies,
    private readonly directory: Directory,
  ) {}

  @Get()
  @HtmlPage(new URL('./managed-list.hbs', import.meta.url))
  async list(@Query('fait') done: unknown, @SignedIn() visitor: Visitor) {
    operatorOnly(visitor);
    const all = await this.directory.all();
    return {
      title: 'Réseaux et membres',
      breadcrumb: [{ label: 'Réseaux et membres' }],
      notice: done === undefined ? undefined : 'Le réseau est inscrit. Invitez qui l’animera.',
      isAvailable: all !== null,
      networks: all?.toSorted(byName).map((network) => ({
        ...networkView(network),
        links: shown.map((what) => ({ label: managed[what], path: managementPath(network.slug, what) })),
      })),
    };
  }

  @Get('nouveau')
  @HtmlPage(guidedPage)
  async ask(@SignedIn() visitor: Visitor) {
    operatorOnly(visitor);
    return this.form();
  }

  @Post('nouveau')
  @HttpCode(200)
  @HtmlPage(guidedPage)
  async register(
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    operatorOnly(visitor);
    const sent = sentOf(body);
    const registered = await this.api.call(request, 'POST', '/api/v1/networks', {
      body: creationOf(fields, sent),
      headers: keyIn(sent),
    });
    const refusal = refusalFor(registered);
    if (!refusal) return seeOther(reply, `${here}?fait`);
    void reply.status(refusal.status);
    return this.form(sent, refusal);
  }

  private async form(sent?: Sent, refusal?: Refusal) {
    const [choices, networks] = await Promise.all([this.vocabularies.choices(), this.directory.all()]);
    return guidedView({
      title: 'Inscrire un réseau',
      fields,
      required: cardRequired,
      choices,
      networks: networks ?? [],
      sent,
      refusal,
      button: 'Inscrire le réseau',
      action: `${here}/nouveau`,
      cancelPath: here,
      trail: [{ label: 'Réseaux et membres', path: here }],
    });
  }
}
