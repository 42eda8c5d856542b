import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFound } from '#platform';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { ActingApi } from '../sign-in/acting-api.ts';
import { SignInCookies } from '../sign-in/session-cookie.ts';
import { sessionIdOf } from '../sign-in/sign-out.controller.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { Visitors } from '../sign-in/visitors.ts';
import { type SessionFacts, sessionLine } from './my-page.view.ts';

const confirmation = new URL('./close-session.hbs', import.meta.url);
const noSuchSession = {
  fr: 'Cette session est fermée, ou n’existe pas.',
  en: 'That session is closed, or is not there.',
};

/** Closing one's sessions: asked before it is done. */
@NotApi()
@Controller('moi/sessions')
export class MySessionsController {
  constructor(
    private readonly api: ActingApi,
    private readonly cookies: SignInCookies,
    private readonly visitors: Visitors,
  ) {}

  @Get('fermer-les-autres')
  @HtmlPage(confirmation)
  confirmOthers(@SignedIn() _: unknown) {
    return { title: 'Fermer toutes les autres sessions ?', action: '/moi/sessions/fermer-les-autres' };
  }

  @Post('fermer-les-autres')
  @HttpCode(303)
  async closeOthers(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    await this.api.call(request, 'DELETE', '/api/v1/me/sessions');
    return seeOther(reply, '/moi?fait=autres-fermees#sessions');
  }

  @Get(':id/fermer')
  @HtmlPage(confirmation)
  async confirm(@Param('id') id: string, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    const listed = await this.api.call<{ items: readonly SessionFacts[] }>(request, 'GET', '/api/v1/me/sessions');
    const session = listed.done ? listed.body.items.find((item) => item.id === id) : undefined;
    if (!session) throw new NotFound(noSuchSession);
    const line = sessionLine(session);
    return { title: 'Fermer cette session ?', session: line, action: line.closePath };
  }

  @Post(':id/fermer')
  @HttpCode(303)
  async close(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const closed = await this.api.call(request, 'DELETE', `/api/v1/me/sessions/${encodeURIComponent(id)}`);
    if (!closed.done) throw new NotFound(noSuchSession);
    const own = this.cookies.sessionOf(request);
    if (!own || sessionIdOf(own) !== id) return seeOther(reply, '/moi?fait=session-fermee#sessions');
    this.visitors.forget(own);
    this.cookies.dropSession(reply);
    return seeOther(reply, '/deconnexion');
  }
}
