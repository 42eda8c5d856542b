import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { stepPage, stepView } from '../forms/step.ts';
import { textOf } from '../forms/submitted.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { caseTrail } from './case.view.ts';
import { type CaseStep, caseSteps } from './case-steps.ts';
import { Cases } from './cases.ts';
import { caseApi, casePath } from './words.ts';

const paths = Object.keys(caseSteps);

/** Recusal, objection, urgency, recall, an opinion taken back: asked before they are done. */
@NotApi()
@Controller('comite/dossiers/:id')
export class CaseStepsController {
  constructor(
    private readonly api: ActingApi,
    private readonly cases: Cases,
  ) {}

  @Get(paths)
  @HtmlPage(stepPage)
  async ask(@Param('id') id: string, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    return this.view(request, id);
  }

  @Post(paths)
  @HttpCode(200)
  @HtmlPage(stepPage)
  async act(
    @Param('id') id: string,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { method, api, reason, done } = stepOf(request).step;
    const given = textOf(form, 'reason');
    const acted = await this.api.call(request, method, caseApi(id) + api, reason ? { body: { reason: given } } : {});
    if (acted.done) return seeOther(reply, `${casePath(id)}?fait=${done}`);
    void reply.status(acted.refusal.status);
    return this.view(request, id, given, acted.refusal);
  }

  private async view(request: FastifyRequest, id: string, given = '', refusal?: Refusal) {
    const { title } = await this.cases.find(request, id);
    const { path, step } = stepOf(request);
    const trail = [...caseTrail, { label: 'Dossier', path: casePath(id) }];
    const around = { about: title, action: `${casePath(id)}/${path}`, cancelPath: casePath(id), trail };
    return stepView({ ...step, ...around }, given, refusal);
  }
}

const stepOf = ({ routeOptions }: FastifyRequest): { path: string; step: CaseStep } => {
  const path = paths.find((one) => routeOptions.url?.endsWith(`/${one}`)) as string;
  return { path, step: caseSteps[path] as CaseStep };
};
