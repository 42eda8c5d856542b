import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DecisionFacts } from '../committee/case.facts.ts';
import { Cases } from '../committee/cases.ts';
import { needed } from '../forms/refused.ts';
import { stepPage, stepView } from '../forms/step.ts';
import { optionalText, textOf } from '../forms/submitted.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import type { SessionFacts } from './session.facts.ts';
import { sessionApi, sessionPath, sessionsTrail, votesFrom, votesView } from './session.view.ts';

const votesPage = new URL('./votes.hbs', import.meta.url);

/** What the chair does with a session: votes, that it was held, that it will not be. */
@NotApi()
@Controller('comite/seances/:id')
export class SessionStepsController {
  constructor(
    private readonly api: ActingApi,
    private readonly cases: Cases,
  ) {}

  @Get('votes/:case')
  @HtmlPage(votesPage)
  async showVotes(
    @Param('id') id: string,
    @Param('case') caseId: string,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
  ) {
    return this.votes(request, id, caseId, {});
  }

  @Post('votes/:case')
  @HttpCode(200)
  @HtmlPage(votesPage)
  async vote(
    @Param('id') id: string,
    @Param('case') caseId: string,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const votes = votesFrom(form, await this.cases.find(request, caseId));
    const path = `${sessionApi(id)}/votes`;
    const body = { caseId, votes };
    const voted = await this.api.call<{ decision: DecisionFacts | null }>(request, 'POST', path, { body });
    if (voted.done) return seeOther(reply, `${sessionPath(id)}?fait=${voted.body.decision ? 'decide' : 'votes'}`);
    void reply.status(voted.refusal.status);
    return this.votes(request, id, caseId, form, voted.refusal);
  }

  @Get('tenir')
  @HtmlPage(stepPage)
  async askToClose(@Param('id') id: string, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    return this.closing(request, id);
  }

  @Post('tenir')
  @HttpCode(200)
  @HtmlPage(stepPage)
  async close(
    @Param('id') id: string,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const body = { remarks: optionalText(form, 'reason') };
    const closed = await this.api.call(request, 'POST', `${sessionApi(id)}/close`, { body });
    if (closed.done) return seeOther(reply, `${sessionPath(id)}?fait=tenue`);
    void reply.status(closed.refusal.status);
    return this.closing(request, id, textOf(form, 'reason'), closed.refusal);
  }

  @Get('annuler')
  @HtmlPage(stepPage)
  async askToCancel(@Param('id') id: string, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    return this.cancelling(request, id);
  }

  @Post('annuler')
  @HttpCode(200)
  @HtmlPage(stepPage)
  async cancel(
    @Param('id') id: string,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const headers = { 'if-match': textOf(form, 'revision') };
    const cancelled = await this.api.call(request, 'PATCH', sessionApi(id), { body: { status: 'cancelled' }, headers });
    if (cancelled.done) return seeOther(reply, `${sessionPath(id)}?fait=annulee`);
    void reply.status(cancelled.refusal.status);
    return this.cancelling(request, id, cancelled.refusal);
  }

  private async votes(request: FastifyRequest, id: string, caseId: string, form: unknown, refusal?: Refusal) {
    const [session, subject, names] = await Promise.all([
      this.api.call<SessionFacts>(request, 'GET', sessionApi(id)),
      this.cases.find(request, caseId),
      this.cases.networkNames(),
    ]);
    return votesView(needed(session), subject, names, form, refusal);
  }

  private async closing(request: FastifyRequest, id: string, given = '', refusal?: Refusal) {
    const { title } = needed(await this.api.call<SessionFacts>(request, 'GET', sessionApi(id)));
    const step = {
      title: 'La séance est tenue',
      lead: 'L’ordre du jour est figé, et le compte rendu se fait des décisions. Ce qui n’est pas décidé passe à la séance suivante. Cela ne se défait pas.',
      button: 'Clore la séance',
      action: `${sessionPath(id)}/tenir`,
      reason: {
        label: 'Remarques',
        hint: 'Facultatif : elles figurent au compte rendu. Ne nommez personne.',
        isOptional: true,
      },
    };
    return stepView({ ...step, about: title, ...around(id) }, given, refusal);
  }

  private async cancelling(request: FastifyRequest, id: string, refusal?: Refusal) {
    const found = await this.api.call<SessionFacts>(request, 'GET', sessionApi(id));
    const { title } = needed(found);
    const step = {
      title: 'Annuler la séance ?',
      lead: 'Les membres sont prévenus. Ce qui était à son ordre du jour passe à la séance suivante.',
      button: 'Annuler la séance',
      action: `${sessionPath(id)}/annuler`,
      hidden: { revision: found.done ? (found.etag ?? '') : '' },
    };
    return stepView({ ...step, about: title, ...around(id) }, '', refusal);
  }
}

const around = (id: string) => ({
  cancelPath: sessionPath(id),
  trail: [...sessionsTrail, { label: 'Séance', path: sessionPath(id) }],
});
