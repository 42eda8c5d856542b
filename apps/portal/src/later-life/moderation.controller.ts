import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { caseTrail } from '../committee/case.view.ts';
import { needed } from '../forms/refused.ts';
import { stepPage, stepView } from '../forms/step.ts';
import { textOf } from '../forms/submitted.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { pathOf } from '../resources/resource.view.ts';
import { ActingApi } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { feedbackLine } from './feedback.view.ts';
import type { FeedbackItem } from './reception.ts';

interface Pending {
  readonly items: readonly FeedbackItem[];
  readonly next: string | null;
}

const said: Readonly<Record<string, string>> = {
  publie: 'Le retour est publié.',
  ecarte: 'Le retour est écarté.',
};

/** What readers said of resources, read by a member before everyone does. */
@NotApi()
@Controller('comite/retours')
export class ModerationController {
  constructor(private readonly api: ActingApi) {}

  @Get()
  @HtmlPage(new URL('./moderation.hbs', import.meta.url))
  async list(@Query() query: unknown, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    const from = textOf(query, 'suite');
    const page = new URLSearchParams({ limit: '30', ...(from ? { cursor: from } : {}) });
    const { items, next } = needed(await this.api.call<Pending>(request, 'GET', `/api/v1/editorial/feedback?${page}`));
    const cursor = next && new URL(next, 'http://here').searchParams.get('cursor');
    return {
      title: 'Retours à relire',
      isHidden: true,
      breadcrumb: [...caseTrail, { label: 'Retours à relire' }],
      notice: said[textOf(query, 'fait')],
      items: items.map((item) => ({
        ...feedbackLine(item),
        resourcePath: pathOf(item.resource),
        publishPath: `/comite/retours/${encodeURIComponent(item.id)}/publier`,
        rejectPath: `/comite/retours/${encodeURIComponent(item.id)}/ecarter`,
      })),
      pagination: {
        first: from && '/comite/retours',
        next: cursor && `/comite/retours?suite=${encodeURIComponent(cursor)}`,
      },
    };
  }

  @Post(':id/publier')
  @HttpCode(303)
  async publish(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    needed(await this.api.call(request, 'POST', `/api/v1/editorial/feedback/${encodeURIComponent(id)}/publish`));
    return seeOther(reply, '/comite/retours?fait=publie');
  }

  @Get(':id/ecarter')
  @HtmlPage(stepPage)
  ask(@Param('id') id: string, @SignedIn() _: unknown) {
    return stepView({
      title: 'Écarter ce retour ?',
      lead: 'Il ne paraîtra pas, et cela ne se défait pas.',
      button: 'Écarter',
      action: `/comite/retours/${encodeURIComponent(id)}/ecarter`,
      cancelPath: '/comite/retours',
      trail: [...caseTrail, { label: 'Retours à relire', path: '/comite/retours' }],
    });
  }

  @Post(':id/ecarter')
  @HttpCode(303)
  async reject(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    needed(await this.api.call(request, 'POST', `/api/v1/editorial/feedback/${encodeURIComponent(id)}/reject`));
    return seeOther(reply, '/comite/retours?fait=ecarte');
  }
}
