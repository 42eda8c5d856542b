import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Unavailable } from '#platform';
import { once } from '../forms/step.ts';
import { optionalNumber, optionalText, textOf } from '../forms/submitted.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import type { Visitor } from '../pages/visitor.ts';
import { Catalogue } from '../resources/catalogue.ts';
import { pathOf } from '../resources/resource.view.ts';
import { Services } from '../services/services.ts';
import { type Refusal, refusalOf } from '../sign-in/acting-api.ts';
import { seeOther } from '../sign-in/signed-in.ts';
import { feedbackFormView } from './feedback.view.ts';
import { resourceApi } from './moves.ts';
import { Reception } from './reception.ts';

const template = new URL('./feedback.hbs', import.meta.url);

/** « Retour de terrain »: anybody says how a resource served them; a member reads it before everyone does. */
@NotApi()
@Controller('ressources/:id/retour')
export class FeedbackController {
  constructor(
    private readonly services: Services,
    private readonly catalogue: Catalogue,
    private readonly reception: Reception,
  ) {}

  @Get()
  @HtmlPage(template)
  async show(@Param('id') id: string, @Query('fait') done: unknown, @Req() request: FastifyRequest) {
    return { ...(await this.view(id, request, {})), isDone: done === '1' };
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
    // Only programs fill this in: they are told nothing else.
    if (textOf(form, 'site')) return seeOther(reply, `${pathOf(id)}/retour?fait=1`);
    const { status, body, headers } = await this.services.call('POST', `${resourceApi(id)}/feedback`, {
      body: feedbackFrom(form),
      headers: once(textOf(form, 'cle')),
      token: request.visitor?.token,
      from: { ip: request.ip, userAgent: request.headers['user-agent'] },
    });
    if (status < 400) return seeOther(reply, `${pathOf(id)}/retour?fait=1`);
    if (status >= 500) throw new Unavailable();
    void reply.status(status).headers({ 'retry-after': headers['retry-after'] });
    return this.view(id, request, form, refusalOf(status, body));
  }

  private async view(id: string, { visitor }: FastifyRequest, form: unknown, refusal?: Refusal) {
    const [resource, trials] = await Promise.all([this.catalogue.find(id), this.reception.trials(id)]);
    const trial = trials?.items.find(({ isOpen, volunteers }) => isOpen && volunteers.some(isOneOf(visitor)));
    return feedbackFormView(resource, trial ?? null, form, refusal);
  }
}

const isOneOf =
  (visitor: Visitor | undefined) =>
  ({ network }: { readonly network: { readonly id: string } }): boolean =>
    visitor?.networks.some(({ id }) => id === network.id) ?? false;

const feedbackFrom = (form: unknown) => {
  const trial = optionalText(form, 'trial');
  const answers = Array.from({ length: Math.min(10, Number(textOf(form, 'count')) || 0) }, (_, n) =>
    textOf(form, `answer-${n}`),
  );
  return {
    territory: optionalText(form, 'territory'),
    usefulness: optionalNumber(form, 'usefulness'),
    minutesSaved: optionalNumber(form, 'minutesSaved'),
    outcome: optionalText(form, 'outcome'),
    comment: optionalText(form, 'comment'),
    ...(trial && answers.some(Boolean) ? { trial, answers } : {}),
  };
};
