import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFound } from '#platform';
import { actorTypes, frenchList, networkKinds } from '#taxonomy';
import { type Content, creationOf, type Sent } from '../contribute/content.ts';
import { sentOf } from '../contribute/step.view.ts';
import { Vocabularies } from '../contribute/vocabularies.ts';
import { guidedPage, guidedView, refusalFor } from '../forms/guided.ts';
import { needed } from '../forms/refused.ts';
import { stepPage, stepView } from '../forms/step.ts';
import { textOf } from '../forms/submitted.ts';
import { Directory } from '../networks/directory.ts';
import { cardFields, cardRequired, reservedFields, slugField, slugOf } from '../networks/network-fields.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import type { Visitor } from '../pages/visitor.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { operatorOnly } from '../sign-in/operator-only.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';

interface JoinRequest {
  readonly id: string;
  readonly name: string;
  readonly actorType: string;
  readonly networkKind: string;
  readonly territories: readonly string[];
  readonly message: string | null;
  readonly contact: { readonly name: string; readonly email: string };
  readonly askedAt: string;
}
interface List {
  readonly items: readonly JoinRequest[];
  readonly total: number;
}

const here = '/exploitation/demandes';
const trail = [{ label: 'Réseaux qui demandent à rejoindre', path: here }];
const fields = [slugField, ...cardFields, ...reservedFields];
const said: Readonly<Record<string, string>> = {
  accepte: 'Le réseau est inscrit, et la personne à contacter est invitée à l’animer.',
  refuse: 'La demande est refusée, avec votre motif.',
};

/** Where operators answer the networks that ask to join. */
@NotApi()
@Controller('exploitation/demandes')
export class JoinRequestsController {
  constructor(
    private readonly api: ActingApi,
    private readonly vocabularies: Vocabularies,
    private readonly directory: Directory,
  ) {}

  @Get()
  @HtmlPage(new URL('./requests.hbs', import.meta.url))
  async list(@Query('fait') done: unknown, @SignedIn() visitor: Visitor, @Req() request: FastifyRequest) {
    operatorOnly(visitor);
    const { items, total } = await this.open(request);
    return {
      title: 'Réseaux qui demandent à rejoindre',
      breadcrumb: [{ label: 'Réseaux qui demandent à rejoindre' }],
      notice: typeof done === 'string' ? said[done] : undefined,
      requests: items.map((asked) => ({
        ...asked,
        name: spaced(asked.name),
        actor: actorTypes.label(asked.actorType),
        kind: networkKinds.label(asked.networkKind).toLowerCase(),
        territories: frenchList(asked.territories),
        message: asked.message ? spaced(asked.message).split(/\n+/) : [],
        acceptPath: `${here}/${encodeURIComponent(asked.id)}/accepter`,
        refusePath: `${here}/${encodeURIComponent(asked.id)}/refuser`,
      })),
      total,
      hasMore: total > items.length,
    };
  }

  @Get(':id/accepter')
  @HtmlPage(guidedPage)
  async askToAccept(@Param('id') id: string, @SignedIn() visitor: Visitor, @Req() request: FastifyRequest) {
    operatorOnly(visitor);
    return this.accepting(request, id);
  }

  @Post(':id/accepter')
  @HttpCode(200)
  @HtmlPage(guidedPage)
  async accept(
    @Param('id') id: string,
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    operatorOnly(visitor);
    const sent = sentOf(body);
    const accepted = await this.api.call(request, 'POST', `${requestApi(id)}/accept`, {
      body: creationOf(fields, sent),
    });
    const refusal = refusalFor(accepted);
    if (!refusal) return seeOther(reply, `${here}?fait=accepte`);
    void reply.status(refusal.status);
    return this.accepting(request, id, sent, refusal);
  }

  @Get(':id/refuser')
  @HtmlPage(stepPage)
  async askToRefuse(@Param('id') id: string, @SignedIn() visitor: Visitor, @Req() request: FastifyRequest) {
    operatorOnly(visitor);
    return this.refusing(request, id);
  }

  @Post(':id/refuser')
  @HttpCode(200)
  @HtmlPage(stepPage)
  async refuse(
    @Param('id') id: string,
    @Body() form: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    operatorOnly(visitor);
    const reason = textOf(form, 'reason');
    const refused = await this.api.call(request, 'POST', `${requestApi(id)}/refuse`, { body: { reason } });
    const refusal = refusalFor(refused);
    if (!refusal) return seeOther(reply, `${here}?fait=refuse`);
    void reply.status(refusal.status);
    return this.refusing(request, id, reason, refusal);
  }

  private async open(request: FastifyRequest): Promise<List> {
    return needed(await this.api.call<List>(request, 'GET', '/api/v1/network-requests?status=open&limit=100'));
  }

  /** @throws NotFound when it was answered already */
  private async asked(request: FastifyRequest, id: string): Promise<JoinRequest> {
    const found = (await this.open(request)).items.find((each) => each.id === id);
    const detail = { fr: 'Cette demande a déjà reçu sa réponse, ou n’existe pas.', en: 'It was answered already.' };
    if (!found) throw new NotFound(detail);
    return found;
  }

  private async accepting(request: FastifyRequest, id: string, sent?: Sent, refusal?: Refusal) {
    const [asked, choices, networks] = await Promise.all([
      this.asked(request, id),
      this.vocabularies.choices(),
      this.directory.all(),
    ]);
    const { name, actorType, networkKind, territories, message } = asked;
    const content: Content = { slug: slugOf(name), name, actorType, networkKind, territories, description: message };
    return guidedView({
      title: `Inscrire ${name}`,
      lead: `Relisez et complétez sa fiche. ${asked.contact.name} (${asked.contact.email}) sera invité à l’animer.`,
      fields,
      required: cardRequired,
      choices,
      networks: networks ?? [],
      content,
      sent,
      refusal,
      button: 'Inscrire le réseau',
      action: `${here}/${encodeURIComponent(id)}/accepter`,
      cancelPath: here,
      trail,
    });
  }

  private async refusing(request: FastifyRequest, id: string, given = '', refusal?: Refusal) {
    const { name } = await this.asked(request, id);
    const step = {
      title: 'Refuser la demande',
      lead: 'La personne à contacter reçoit votre motif. Elle pourra demander à nouveau.',
      button: 'Refuser',
      reason: { label: 'Pourquoi ?' },
    };
    const around = { about: name, action: `${here}/${encodeURIComponent(id)}/refuser`, cancelPath: here, trail };
    return stepView({ ...step, ...around }, given, refusal);
  }
}

const requestApi = (id: string): string => `/api/v1/network-requests/${encodeURIComponent(id)}`;
