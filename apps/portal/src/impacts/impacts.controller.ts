import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFound } from '#platform';
import { needed } from '../forms/refused.ts';
import { stepPage, stepView } from '../forms/step.ts';
import { textOf } from '../forms/submitted.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { type ImpactDetail, type ImpactFacts, impactApi, impactPath } from './impact.facts.ts';
import { impactsTrail, impactsView, impactView } from './impact.view.ts';
import { decisionAt } from './impact.words.ts';

/** Legal texts that change what public resources cite: the committee, or whoever keeps a resource, says what it means. */
@NotApi()
@Controller('comite/textes')
export class ImpactsController {
  constructor(private readonly api: ActingApi) {}

  @Get()
  @HtmlPage(new URL('./impacts.hbs', import.meta.url))
  async list(@Query('fait') done: unknown, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    const { items } = needed(await this.api.call<{ items: readonly ImpactFacts[] }>(request, 'GET', '/api/v1/impacts'));
    return impactsView(items, String(done ?? ''));
  }

  @Get(':id')
  @HtmlPage(new URL('./impact.hbs', import.meta.url))
  async show(
    @Param('id') id: string,
    @Query('fait') done: unknown,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
  ) {
    return impactView(await this.find(request, id), String(done ?? ''));
  }

  @Get(':id/:decision')
  @HtmlPage(stepPage)
  async ask(
    @Param() { id = '', decision = '' }: Readonly<Record<string, string>>,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
  ) {
    return this.view(request, id, decision);
  }

  @Post(':id/:decision')
  @HttpCode(200)
  @HtmlPage(stepPage)
  async decide(
    @Param() { id = '', decision = '' }: Readonly<Record<string, string>>,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { outcome } = decisionNamed(decision);
    const reason = textOf(form, 'reason');
    const acted = outcome
      ? await this.api.call(request, 'POST', `${impactApi(id)}/close`, { body: { outcome, reason } })
      : await this.api.call(request, 'POST', `${impactApi(id)}/accept`);
    if (acted.done) return seeOther(reply, `${impactPath(id)}?fait=${decision}`);
    void reply.status(acted.refusal.status);
    return this.view(request, id, decision, reason, acted.refusal);
  }

  private async view(request: FastifyRequest, id: string, decision: string, given = '', refusal?: Refusal) {
    const { title, lead, button, outcome } = decisionNamed(decision);
    const { resource, itemTitle } = await this.find(request, id);
    const step = {
      ...{ title, lead, button },
      about: spaced(`${resource.title}. ${itemTitle}`),
      action: `${impactPath(id)}/${decision}`,
      cancelPath: impactPath(id),
      trail: [...impactsTrail, { label: 'Changement', path: impactPath(id) }],
      ...(outcome ? { reason: { label: 'Pourquoi ?' } } : {}),
    };
    return stepView(step, given, refusal);
  }

  private async find(request: FastifyRequest, id: string): Promise<ImpactDetail> {
    return needed(await this.api.call<ImpactDetail>(request, 'GET', impactApi(id)));
  }
}

const decisionNamed = (path: string) => {
  const found = decisionAt(path);
  if (!found) throw new NotFound();
  return found;
};
