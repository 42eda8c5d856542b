import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { families } from '#taxonomy';
import { formErrors, needed, optional } from '../forms/refused.ts';
import { once } from '../forms/step.ts';
import { optionalText, textOf } from '../forms/submitted.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import type { Visitor } from '../pages/visitor.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import type { SourceFacts } from './source.facts.ts';
import { sourcesView } from './sources.view.ts';

const page = new URL('./sources.hbs', import.meta.url);
const sourceApi = (id: string): string => `/api/v1/watch/sources/${encodeURIComponent(id)}`;

/** What is watched, how it fares, and what one may do about it. */
@NotApi()
@Controller('veille/sources')
export class SourcesController {
  constructor(private readonly api: ActingApi) {}

  @Get()
  @HtmlPage(page)
  async list(@Query('fait') done: unknown, @SignedIn() visitor: Visitor, @Req() request: FastifyRequest) {
    return this.view(request, visitor, String(done ?? ''));
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(page)
  async register(
    @Body() form: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const names = ['name', 'url', 'adapter', 'family', 'network', 'attribution'];
    const body = Object.fromEntries(names.map((name) => [name, optionalText(form, name)]));
    const headers = once(textOf(form, 'idempotency'));
    const acted = await this.api.call(request, 'POST', '/api/v1/watch/sources', { body, headers });
    if (acted.done) return seeOther(reply, '/veille/sources?fait=ajout');
    void reply.status(acted.refusal.status);
    return this.view(request, visitor, '', form, acted.refusal);
  }

  @Post(':id/relire')
  @HttpCode(303)
  async read(
    @Param('id') id: string,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    needed(await this.api.call(request, 'POST', `${sourceApi(id)}/fetch`));
    return seeOther(reply, '/veille/sources?fait=relire');
  }

  @Post([':id/pause', ':id/reprise'])
  @HttpCode(303)
  async pause(
    @Param('id') id: string,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const isEnabled = request.routeOptions.url?.endsWith('/reprise') === true;
    const seen = await this.api.call(request, 'GET', sourceApi(id));
    needed(seen);
    const headers = { 'if-match': (seen.done && seen.etag) || '' };
    needed(await this.api.call(request, 'PATCH', sourceApi(id), { body: { isEnabled }, headers }));
    return seeOther(reply, `/veille/sources?fait=${isEnabled ? 'reprise' : 'pause'}`);
  }

  @Post(':id/quarantaine')
  @HttpCode(303)
  async settle(
    @Param('id') id: string,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const body = { release: textOf(form, 'release') === 'oui' };
    needed(await this.api.call(request, 'POST', `${sourceApi(id)}/quarantine`, { body }));
    return seeOther(reply, '/veille/sources?fait=quarantaine');
  }

  @Post(':id/retrait')
  @HttpCode(303)
  async remove(
    @Param('id') id: string,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    needed(await this.api.call(request, 'DELETE', sourceApi(id)));
    return seeOther(reply, '/veille/sources?fait=retrait');
  }

  private async view(request: FastifyRequest, visitor: Visitor, done: string, form: unknown = {}, refusal?: Refusal) {
    const [sources, polling] = await Promise.all([
      this.all(request),
      optional(this.api.call<{ isOn: boolean }>(request, 'GET', '/api/v1/watch/polling')),
    ]);
    const { errors, errorAt } = formErrors(refusal, ['name', 'url', 'network', 'attribution']);
    return {
      ...sourcesView(sources, polling?.isOn ?? true, done),
      errors,
      form: {
        idempotency: randomUUID(),
        errorAt,
        name: textOf(form, 'name'),
        url: textOf(form, 'url'),
        attribution: textOf(form, 'attribution'),
        adapters: chosen(adapters, textOf(form, 'adapter')),
        families: chosen(watchedFamilies, textOf(form, 'family')),
        networks: chosen(networksOf(visitor), textOf(form, 'network')),
      },
    };
  }

  private async all(request: FastifyRequest): Promise<SourceFacts[]> {
    const found: SourceFacts[] = [];
    let path: string | null = '/api/v1/watch/sources?limit=100';
    for (let pages = 0; path && pages < 20; pages += 1) {
      const list: { items: readonly SourceFacts[]; next: string | null } = needed(
        await this.api.call<{ items: readonly SourceFacts[]; next: string | null }>(request, 'GET', path),
      );
      found.push(...list.items);
      path = list.next;
    }
    return found;
  }
}

const adapters = [
  { value: 'feed', label: 'Un flux' },
  { value: 'web-page', label: 'Une page dont on surveille les changements' },
];
const watchedFamilies = ['social-watch', 'legal-watch'].map((value) => ({ value, label: families.label(value) }));

const chosen = (options: readonly { value: string; label: string }[], value: string) =>
  options.map((option) => ({ ...option, isChosen: option.value === value }));

/** Those whose sources they may keep; an operator’s are everybody’s. */
const networksOf = ({ grants, networks }: Visitor) => [
  ...(grants.some(({ role }) => role === 'operator') ? [{ value: '', label: 'Pour tout le monde' }] : []),
  ...networks
    .filter(({ id }) =>
      grants.some(({ role, network }) => network === id && ['watch-editor', 'facilitator'].includes(role)),
    )
    .map(({ id, name }) => ({ value: id, label: name })),
];
