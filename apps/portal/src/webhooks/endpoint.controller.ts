import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { momentOf } from '../contribute/days.ts';
import { needed } from '../forms/refused.ts';
import { once } from '../forms/step.ts';
import { type Submitted, textOf } from '../forms/submitted.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import type { Visitor } from '../pages/visitor.ts';
import { managementPath } from '../people/managed-networks.ts';
import { ActingApi } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { EndpointPage } from './endpoint-page.ts';
import { Endpoints, endpointAt } from './endpoints.ts';

const page = new URL('./endpoint.hbs', import.meta.url);
const said: Readonly<Record<string, string>> = {
  essai: 'L’exemple est en route : le journal dit ce que l’outil a répondu.',
  pause: 'Les envois sont en pause : ce qui arrive est gardé.',
  reprise: 'Les envois reprennent.',
  rattrapage: 'Le rattrapage est en route, du plus ancien au plus récent.',
  modifie: 'Les réglages sont enregistrés.',
};

/** One endpoint: how it fares, and what its network does with it. */
@NotApi()
@Controller('animation/reseaux/:network/webhooks/:endpoint')
export class EndpointController {
  constructor(
    private readonly api: ActingApi,
    private readonly endpoints: Endpoints,
    private readonly page: EndpointPage,
  ) {}

  @Get()
  @HtmlPage(page)
  async show(
    @Param('network') slug: string,
    @Param('endpoint') id: string,
    @Query('fait') done: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
  ) {
    return this.page.view(request, visitor, slug, id, { notice: typeof done === 'string' ? said[done] : undefined });
  }

  /** What its page asks for: a sign of life or an example, a pause, what was missed, its end. */
  @Post()
  @HttpCode(200)
  @HtmlPage(page)
  async act(
    @Param('network') slug: string,
    @Param('endpoint') id: string,
    @Body() form: Submitted,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { network, revision } = await this.endpoints.find(request, visitor, slug, id);
    const { method, path, body, done } = deeds[textOf(form, 'geste')] ?? essai;
    const acted = await this.api.call(request, method, endpointAt(id) + path, {
      ...(body ? { body: body(form) } : {}),
      headers: method === 'PATCH' ? { 'if-match': revision } : {},
    });
    const list = managementPath(network.slug, 'webhooks');
    if (acted.done) return seeOther(reply, `${list}${method === 'DELETE' ? '' : `/${id}`}?fait=${done}`);
    if (acted.refusal.status !== 422 && acted.refusal.status !== 409) needed(acted);
    void reply.status(acted.refusal.status);
    return this.page.view(request, visitor, slug, id, { refusal: acted.refusal });
  }

  /** The new secret is on this answer alone. */
  @Post('secret')
  @HttpCode(200)
  @HtmlPage(page)
  async rotate(
    @Param('network') slug: string,
    @Param('endpoint') id: string,
    @Body() form: Submitted,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
  ) {
    await this.endpoints.find(request, visitor, slug, id);
    const asking = {
      body: { overlapDays: Number(textOf(form, 'overlapDays')) },
      headers: once(textOf(form, 'idempotency')),
    };
    const rotated = await this.api.call<{ secret: string }>(request, 'POST', `${endpointAt(id)}/rotate-secret`, asking);
    return this.page.view(request, visitor, slug, id, { secret: needed(rotated).secret });
  }
}

interface Deed {
  readonly done: string;
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: (form: Submitted) => object;
}

const essai: Deed = {
  done: 'essai',
  method: 'POST',
  path: '/test',
  body: (form) => ({ type: textOf(form, 'type') || 'ping' }),
};
const deeds: Readonly<Record<string, Deed>> = {
  essai,
  pause: { done: 'pause', method: 'PATCH', path: '', body: () => ({ status: 'paused' }) },
  reprise: { done: 'reprise', method: 'PATCH', path: '', body: () => ({ status: 'active' }) },
  rattrapage: {
    done: 'rattrapage',
    method: 'POST',
    path: '/replay',
    body: (form) => ({
      since: momentOf(textOf(form, 'since'), false),
      what: textOf(form, 'all') ? 'all' : 'missed',
    }),
  },
  supprimer: { done: 'supprime', method: 'DELETE', path: '' },
};
