import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Now } from '#platform';
import { needed } from '../forms/refused.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { Services } from '../services/services.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { ContributionDesk, pathTo } from './contribution-desk.ts';
import { fieldAt, idOf, stepOf } from './fields.ts';
import { previewView } from './preview.view.ts';
import { duplicatesView, stepPath, wayView } from './step.view.ts';

const charter = z.object({ title: z.string(), articles: z.array(z.string()) });

/** The last step: what is missing, how it will appear, and handing it in. */
@NotApi()
@Controller('contribuer/:id')
export class ReviewController {
  constructor(
    private readonly api: ActingApi,
    private readonly desk: ContributionDesk,
    private readonly services: Services,
  ) {}

  @Get('relire')
  @HtmlPage(new URL('./review.hbs', import.meta.url))
  async review(@Param('id') id: string, @SignedIn() _: unknown, @Req() request: FastifyRequest, @Now() now: Date) {
    const [{ contribution }, obstacles, duplicates, rules] = await Promise.all([
      this.desk.find(request, id),
      this.desk.obstacles(request, id),
      this.desk.duplicates(request, id),
      this.services.tell('submission', '/api/v1/submission/charter', charter),
    ]);
    return {
      title: 'Relire et envoyer – Contribuer',
      breadcrumb: [{ label: 'Mes contributions', path: '/contributions' }, { label: 'Contribuer' }],
      way: wayView('relire', id, obstacles),
      missing: obstacles.map((obstacle) => obstacleView(id, obstacle)),
      duplicates: duplicatesView(duplicates),
      preview: previewView(contribution, now),
      network: contribution.network.name,
      charter: rules && { title: rules.title, articles: rules.articles.map(spaced) },
      action: `/contribuer/${encodeURIComponent(id)}/envoyer`,
    };
  }

  /** Refused: the page says by itself what is missing. */
  @Post('envoyer')
  @HttpCode(303)
  async submit(
    @Param('id') id: string,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const submitted = await this.api.call(request, 'POST', `${pathTo(id)}/submit`);
    if (!submitted.done && submitted.refusal.status === 422) return seeOther(reply, stepPath(id, 'relire'));
    needed(submitted);
    return seeOther(reply, `/contributions/${encodeURIComponent(id)}?fait=envoyee`);
  }
}

/** What is missing, with the way to where it is said. */
const obstacleView = (id: string, { pointer, message }: Refusal['errors'][number]) => {
  const [step, field] = [stepOf(pointer), fieldAt(pointer)];
  return {
    label: field?.label ?? 'Fichiers',
    message: spaced(message),
    path: step && `${stepPath(id, step.slug)}?verifier#${field ? idOf(field.name) : 'fichiers'}`,
  };
};
