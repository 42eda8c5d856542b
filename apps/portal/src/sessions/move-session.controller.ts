import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fromParis, toParis } from '../forms/moments.ts';
import { formErrors, needed } from '../forms/refused.ts';
import { optionalText, textOf } from '../forms/submitted.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import type { SessionFacts } from './session.facts.ts';
import { sessionApi, sessionPath, sessionsTrail } from './session.view.ts';

const template = new URL('./move-session.hbs', import.meta.url);
const fields = ['title', 'startsAt', 'endsAt', 'place', 'visioUrl'] as const;

/** The chair sets another time or place for a session that was planned. */
@NotApi()
@Controller('comite/seances/:id/deplacer')
export class MoveSessionController {
  constructor(private readonly api: ActingApi) {}

  @Get()
  @HtmlPage(template)
  async ask(@Param('id') id: string, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    return this.view(request, id);
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(template)
  async move(
    @Param('id') id: string,
    @Body() form: unknown,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const body = {
      title: optionalText(form, 'title'),
      startsAt: fromParis(textOf(form, 'startsAt')),
      endsAt: fromParis(textOf(form, 'endsAt')),
      place: optionalText(form, 'place') ?? null,
      visioUrl: optionalText(form, 'visioUrl') ?? null,
    };
    const headers = { 'if-match': textOf(form, 'revision') };
    const moved = await this.api.call(request, 'PATCH', sessionApi(id), { body, headers });
    if (moved.done) return seeOther(reply, `${sessionPath(id)}?fait=deplacee`);
    void reply.status(moved.refusal.status);
    return this.view(request, id, form, moved.refusal);
  }

  /** What was sent stays; a stale form is given the present revision, for whoever sends it again knowingly. */
  private async view(request: FastifyRequest, id: string, form?: unknown, refusal?: Refusal) {
    const found = await this.api.call<SessionFacts>(request, 'GET', sessionApi(id));
    const session = needed(found);
    const present: Readonly<Record<(typeof fields)[number], string>> = {
      title: session.title,
      startsAt: toParis(session.startsAt),
      endsAt: toParis(session.endsAt),
      place: session.place ?? '',
      visioUrl: session.visioUrl ?? '',
    };
    return {
      title: 'Déplacer la séance',
      isHidden: true,
      breadcrumb: [...sessionsTrail, { label: spaced(session.title), path: sessionPath(id) }, { label: 'Déplacer' }],
      about: spaced(session.title),
      action: `${sessionPath(id)}/deplacer`,
      cancelPath: sessionPath(id),
      isPlanned: session.status === 'planned',
      revision: found.done ? (found.etag ?? '') : '',
      ...formErrors(refusal, fields),
      given: form === undefined ? present : Object.fromEntries(fields.map((name) => [name, textOf(form, name)])),
    };
  }
}
