import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFound } from '#platform';
import { caseTrail } from '../committee/case.view.ts';
import { needed } from '../forms/refused.ts';
import { stepPage, stepView } from '../forms/step.ts';
import { textOf } from '../forms/submitted.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { moveSteps, recordPath, resourceApi } from './moves.ts';
import type { RecordFacts, RequestFacts } from './record.facts.ts';
import { requestLine } from './record.view.ts';

const answers = {
  accepter: {
    api: 'accept',
    title: 'Accepter la demande',
    lead: 'Ce que le réseau demande est fait, avec sa raison.',
    button: 'Accepter',
  },
  decliner: {
    api: 'decline',
    title: 'Décliner la demande',
    lead: 'Rien ne change. Le réseau lit votre raison.',
    button: 'Décliner',
  },
} as const;

/** What networks ask the committee to do with their own resources. */
@NotApi()
@Controller()
export class RequestsController {
  constructor(private readonly api: ActingApi) {}

  @Get('comite/demandes')
  @HtmlPage(new URL('./requests.hbs', import.meta.url))
  async list(@Query('fait') done: unknown, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    const asked = await this.api.call<{ items: RequestFacts[] }>(request, 'GET', '/api/v1/editorial/requests');
    return {
      title: 'Demandes des réseaux',
      isHidden: true,
      breadcrumb: [...caseTrail, { label: 'Demandes des réseaux' }],
      notice: done === 'declinee' ? 'La demande est déclinée : le réseau est prévenu.' : undefined,
      items: needed(asked).items.map((item) => ({ ...requestLine(item), mayAnswer: true })),
    };
  }

  @Get('ressources/:id/suivi/demandes/:asked/:answer')
  @HtmlPage(stepPage)
  async ask(
    @Param() { id, asked, answer }: Readonly<Record<string, string>>,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
  ) {
    return this.view(request, { id, asked, answer });
  }

  @Post('ressources/:id/suivi/demandes/:asked/:answer')
  @HttpCode(200)
  @HtmlPage(stepPage)
  async answer(
    @Param() { id = '', asked = '', answer = '' }: Readonly<Record<string, string>>,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { api } = answerNamed(answer);
    const reason = textOf(form, 'reason');
    const path = `${resourceApi(id)}/requests/${encodeURIComponent(asked)}/${api}`;
    const answered = await this.api.call(request, 'POST', path, api === 'decline' ? { body: { reason } } : {});
    if (answered.done) return seeOther(reply, `${recordPath(id)}${api === 'decline' ? '?fait=declinee' : ''}`);
    void reply.status(answered.refusal.status);
    return this.view(request, { id, asked, answer }, reason, answered.refusal);
  }

  private async view(
    request: FastifyRequest,
    { id = '', asked = '', answer = '' }: Readonly<Record<string, string | undefined>>,
    given = '',
    refusal?: Refusal,
  ) {
    const { title, lead, button, api } = answerNamed(answer);
    const record = needed(await this.api.call<RecordFacts>(request, 'GET', `${resourceApi(id)}/record`));
    const found = record.requests.find((one) => one.id === asked);
    if (!found && !refusal) throw new NotFound({ fr: 'Cette demande est déjà traitée.', en: 'It was answered.' });
    const wanted = found ? `${moveSteps[found.command]?.asked ?? found.command} : ${found.reason}` : record.title;
    const step = {
      title,
      lead,
      button,
      about: `${record.title}. Demande : ${wanted}`,
      action: `${recordPath(id)}/demandes/${encodeURIComponent(asked)}/${answer}`,
      cancelPath: recordPath(id),
      trail: [{ label: 'Suivi', path: recordPath(id) }],
      ...(api === 'decline' ? { reason: { label: 'Pourquoi ?' } } : {}),
    };
    return stepView(step, given, refusal);
  }
}

const answerNamed = (answer: string) => {
  if (!Object.hasOwn(answers, answer)) throw new NotFound();
  return answers[answer as keyof typeof answers];
};
