import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { needed, optional } from '../forms/refused.ts';
import { type Step, stepPage, stepView } from '../forms/step.ts';
import { textOf } from '../forms/submitted.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import type { Visitor } from '../pages/visitor.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { type ItemDetail, type ItemFacts, itemApi, itemPath, watchTrail } from './item.facts.ts';
import { itemView } from './item.view.ts';
import { mergePage, mergeView } from './merge.view.ts';

const atOnce = { defaire: 'undo', remettre: 'release', prendre: 'assign' } as const;

/** One item, and what an editor does with it beside choosing it. */
@NotApi()
@Controller('veille/informations/:id')
export class ItemController {
  constructor(private readonly api: ActingApi) {}

  @Get()
  @HtmlPage(new URL('./item.hbs', import.meta.url))
  async show(
    @Param('id') id: string,
    @Query('fait') done: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
  ) {
    return itemView(await this.find(request, id), visitor.id, String(done ?? ''));
  }

  @Post(Object.keys(atOnce))
  @HttpCode(303)
  async act(
    @Param('id') id: string,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const deed = (Object.keys(atOnce) as (keyof typeof atOnce)[]).find((one) =>
      request.routeOptions.url?.endsWith(one),
    );
    const body = deed === 'prendre' ? { body: { assignee: 'me' } } : {};
    needed(await this.api.call(request, 'POST', `${itemApi(id)}/${atOnce[deed ?? 'defaire']}`, body));
    return seeOther(reply, `${itemPath(id)}?fait=${deed}`);
  }

  @Get('ecarter')
  @HtmlPage(stepPage)
  async askDismissal(@Param('id') id: string, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    return stepView(dismissal(await this.find(request, id)));
  }

  @Post('ecarter')
  @HttpCode(200)
  @HtmlPage(stepPage)
  async dismiss(
    @Param('id') id: string,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const reason = textOf(form, 'reason');
    const acted = await this.api.call(request, 'POST', `${itemApi(id)}/dismiss`, { body: { reason } });
    if (acted.done) return seeOther(reply, '/veille?fait=ecarter');
    void reply.status(acted.refusal.status);
    return stepView(dismissal(await this.find(request, id)), reason, acted.refusal);
  }

  @Get('reunir')
  @HtmlPage(mergePage)
  async askMerge(@Param('id') id: string, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    return this.merging(request, id);
  }

  @Post('reunir')
  @HttpCode(200)
  @HtmlPage(mergePage)
  async merge(
    @Param('id') id: string,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const acted = await this.api.call(request, 'POST', `${itemApi(id)}/merge`, {
      body: { into: textOf(form, 'into') },
    });
    if (acted.done) return seeOther(reply, '/veille?fait=reunir');
    void reply.status(acted.refusal.status);
    return this.merging(request, id, acted.refusal);
  }

  private async merging(request: FastifyRequest, id: string, refusal?: Refusal) {
    const [item, ...lists] = await Promise.all([
      this.find(request, id),
      ...['new', 'in-review', 'published'].map((status) =>
        optional(
          this.api.call<{ items: readonly ItemFacts[] }>(
            request,
            'GET',
            `/api/v1/watch/items?status=${status}&limit=50`,
          ),
        ),
      ),
    ]);
    const others = lists.flatMap((list) => list?.items ?? []).filter((other) => other.id !== id);
    return mergeView(item, others, refusal);
  }

  private async find(request: FastifyRequest, id: string): Promise<ItemDetail> {
    return needed(await this.api.call<ItemDetail>(request, 'GET', itemApi(id)));
  }
}

const dismissal = ({ id, title }: ItemDetail): Step => ({
  title: 'Écarter',
  lead: 'Elle quitte le bureau. Cela se défait.',
  about: spaced(title),
  button: 'Écarter',
  action: `${itemPath(id)}/ecarter`,
  cancelPath: itemPath(id),
  trail: [...watchTrail, { label: 'Information', path: itemPath(id) }],
  reason: { label: 'Pourquoi ?', hint: 'Par exemple : ne concerne pas les associations.' },
});
