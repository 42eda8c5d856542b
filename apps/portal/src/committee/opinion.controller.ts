import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { ActingApi } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import type { DecisionFacts } from './case.facts.ts';
import { Cases } from './cases.ts';
import { opinionFrom } from './opinion.form.ts';
import { givenBefore, givenBySent, opinionView } from './opinion.view.ts';
import { caseApi, casePath } from './words.ts';

const template = new URL('./opinion.hbs', import.meta.url);

/** An opinion on one screen. A mail leads here with a recommendation already chosen: looking gives nothing. */
@NotApi()
@Controller('comite/dossiers/:id/avis')
export class OpinionController {
  constructor(
    private readonly api: ActingApi,
    private readonly cases: Cases,
  ) {}

  @Get()
  @HtmlPage(template)
  async show(@Param('id') id: string, @Query() query: unknown, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    const facts = await this.cases.find(request, id);
    return opinionView(facts, givenBefore(facts, query));
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(template)
  async give(
    @Param('id') id: string,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const facts = await this.cases.find(request, id);
    const body = opinionFrom(form, facts.grid);
    const given = await this.api.call<{ decision: DecisionFacts | null }>(request, 'POST', `${caseApi(id)}/opinions`, {
      body,
    });
    if (given.done) return seeOther(reply, `${casePath(id)}?fait=${given.body.decision ? 'decide' : 'avis'}`);
    void reply.status(given.refusal.status);
    return opinionView(facts, givenBySent(form), given.refusal);
  }
}
