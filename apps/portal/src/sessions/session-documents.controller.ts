import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { needed } from '../forms/refused.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { ActingApi } from '../sign-in/acting-api.ts';
import { Downloads } from '../sign-in/downloads.ts';
import { SignedIn } from '../sign-in/signed-in.ts';
import type { MinutesFacts, SessionFacts } from './session.facts.ts';
import { minutesView, sessionApi } from './session.view.ts';

/** The minutes of a session, and its line for a calendar: for members, with the address of the video call. */
@NotApi()
@Controller('comite/seances/:id')
export class SessionDocumentsController {
  constructor(
    private readonly api: ActingApi,
    private readonly downloads: Downloads,
  ) {}

  @Get('compte-rendu')
  @HtmlPage(new URL('./minutes.hbs', import.meta.url))
  async minutes(@Param('id') id: string, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    const [session, minutes] = await Promise.all([
      this.api.call<SessionFacts>(request, 'GET', sessionApi(id)),
      this.api.call<MinutesFacts>(request, 'GET', `${sessionApi(id)}/minutes`),
    ]);
    return minutesView(needed(session), needed(minutes));
  }

  @Get('compte-rendu.txt')
  async text(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await this.downloads.send(request, reply, `${sessionApi(id)}/minutes.txt`, 'compte-rendu.txt');
  }

  @Get('seance.ics')
  async calendar(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await this.downloads.send(request, reply, `${sessionApi(id)}/session.ics`, 'seance.ics');
  }
}
