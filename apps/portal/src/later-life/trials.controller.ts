import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Unavailable } from '#platform';
import { fromParis } from '../forms/moments.ts';
import { needed, optional } from '../forms/refused.ts';
import { once } from '../forms/step.ts';
import { linesOf, optionalText, textOf } from '../forms/submitted.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { Catalogue } from '../resources/catalogue.ts';
import { pathOf } from '../resources/resource.view.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { seeOther } from '../sign-in/signed-in.ts';
import { resourceApi } from './moves.ts';
import { Reception } from './reception.ts';
import type { RecordFacts } from './record.facts.ts';
import { type TrialReport, trialReportView, trialsView } from './trials.view.ts';

const template = new URL('./trials.hbs', import.meta.url);

/** A resource tried out by networks: who tries, what is asked of them, what came of it. */
@NotApi()
@Controller('ressources/:id/essais')
export class TrialsController {
  constructor(
    private readonly api: ActingApi,
    private readonly catalogue: Catalogue,
    private readonly reception: Reception,
  ) {}

  @Get()
  @HtmlPage(template)
  async show(@Param('id') id: string, @Query('fait') done: unknown, @Req() request: FastifyRequest) {
    return this.view(request, id, { done });
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(template)
  async open(
    @Param('id') id: string,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const body = { closesAt: fromParis(textOf(form, 'closesAt')), questions: linesOf(form, 'questions') };
    const headers = once(textOf(form, 'cle'));
    const opened = await this.api.call(request, 'POST', `${resourceApi(id)}/trials`, { body, headers });
    if (opened.done) return seeOther(reply, `${pathOf(id)}/essais?fait=ouvert`);
    void reply.status(opened.refusal.status);
    return this.view(request, id, { form, refusal: opened.refusal });
  }

  @Post(':trial/participer')
  @HttpCode(200)
  @HtmlPage(template)
  async volunteer(
    @Param('id') id: string,
    @Param('trial') trial: string,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const body = { territory: optionalText(form, 'territory'), network: optionalText(form, 'network') };
    const path = `${resourceApi(id)}/trials/${encodeURIComponent(trial)}/volunteers`;
    const joined = await this.api.call(request, 'POST', path, { body });
    if (joined.done) return seeOther(reply, `${pathOf(id)}/essais?fait=inscrit`);
    void reply.status(joined.refusal.status);
    return this.view(request, id, { form, refusal: joined.refusal });
  }

  @Post(':trial/clore')
  @HttpCode(303)
  async close(
    @Param('id') id: string,
    @Param('trial') trial: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    needed(await this.api.call(request, 'POST', `${resourceApi(id)}/trials/${encodeURIComponent(trial)}/close`));
    return seeOther(reply, `${pathOf(id)}/essais?fait=clos`);
  }

  @Get(':trial/bilan')
  @HtmlPage(new URL('./trial-report.hbs', import.meta.url))
  async report(@Param('id') id: string, @Param('trial') trial: string, @Req() request: FastifyRequest) {
    const path = `${resourceApi(id)}/trials/${encodeURIComponent(trial)}/report`;
    const [resource, report] = await Promise.all([
      this.catalogue.find(id),
      this.api.call<TrialReport>(request, 'GET', path),
    ]);
    return trialReportView(resource, needed(report));
  }

  private async view(
    request: FastifyRequest,
    id: string,
    rest: { readonly done?: unknown; readonly form?: unknown; readonly refusal?: Refusal },
  ) {
    const [resource, trials, record] = await Promise.all([
      this.catalogue.find(id),
      this.reception.trials(id),
      // Whoever may not read the record may not open one either.
      request.visitor ? optional(this.api.call<RecordFacts>(request, 'GET', `${resourceApi(id)}/record`)) : null,
    ]);
    if (!trials) throw new Unavailable();
    return trialsView({ resource, trials: trials.items, record, visitor: request.visitor, ...rest });
  }
}
