import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { needed } from '../forms/refused.ts';
import { textOf } from '../forms/submitted.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import type { Visitor } from '../pages/visitor.ts';
import type { Method } from '../proxy/proxied-routes.ts';
import { ActingApi } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { caseView } from './case.view.ts';
import { Cases } from './cases.ts';
import { caseApi, casePath } from './words.ts';

/** What was done, said once on the page that follows. */
const said: Readonly<Record<string, string>> = {
  avis: 'Votre avis est enregistré.',
  decide: 'Votre avis est enregistré, et le dossier est décidé.',
  'avis-retire': 'Votre avis est retiré.',
  echange: 'Votre message est enregistré.',
  clos: 'L’échange est clos.',
  note: 'Votre note est gardée.',
  charge: 'Vous vous chargez de ce dossier.',
  confie: 'Le dossier est confié : ce membre en est prévenu.',
  rendu: 'Vous ne vous chargez plus de ce dossier.',
  recusation: 'Vous vous êtes récusé : votre avis ne compte pas sur ce dossier.',
  objection: 'Votre objection est enregistrée : la prochaine séance décide.',
  urgence: 'La procédure d’urgence est ouverte : les membres sont appelés.',
  rappel: 'Le dossier est devant votre comité.',
  relecture: 'Votre relecture est enregistrée.',
};

/** A case on one page, and the small things done from there. */
@NotApi()
@Controller('comite/dossiers/:id')
export class CaseController {
  constructor(
    private readonly api: ActingApi,
    private readonly cases: Cases,
  ) {}

  @Get()
  @HtmlPage(new URL('./case.hbs', import.meta.url))
  async show(
    @Param('id') id: string,
    @Query() query: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
  ) {
    const [facts, names] = await Promise.all([this.cases.find(request, id), this.cases.networkNames()]);
    return caseView({
      facts,
      names,
      comparison: await this.cases.comparison(request, facts),
      reader: { id: visitor.id, isMember: visitor.grants.some(({ role }) => role === 'committee-member') },
      asked: textOf(query, 'champ'),
      notice: said[textOf(query, 'fait')],
    });
  }

  @Post('prise-en-charge')
  @HttpCode(303)
  async take(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    await this.act(request, 'POST', `${caseApi(id)}/assignments`, {});
    return back(reply, id, 'charge');
  }

  @Post('prise-en-charge/rendre')
  @HttpCode(303)
  async release(
    @Param('id') id: string,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.act(request, 'DELETE', `${caseApi(id)}/assignments/${encodeURIComponent(visitor.id)}`);
    return back(reply, id, 'rendu');
  }

  @Post('note')
  @HttpCode(303)
  async note(
    @Param('id') id: string,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.act(request, 'PUT', `${caseApi(id)}/note`, { text: textOf(form, 'note') || null });
    return back(reply, id, 'note');
  }

  @Post('echanges')
  @HttpCode(303)
  async ask(
    @Param('id') id: string,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const body = { field: textOf(form, 'field'), text: textOf(form, 'text') };
    const thread = await this.act<{ id: string }>(request, 'POST', `${caseApi(id)}/threads`, body);
    return back(reply, id, 'echange', `echange-${thread.id}`);
  }

  @Post('echanges/:thread')
  @HttpCode(303)
  async answer(
    @Param('id') id: string,
    @Param('thread') thread: string,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.act(request, 'POST', `${threadApi(id, thread)}/messages`, { text: textOf(form, 'text') });
    return back(reply, id, 'echange', `echange-${thread}`);
  }

  @Post('echanges/:thread/clore')
  @HttpCode(303)
  async resolve(
    @Param('id') id: string,
    @Param('thread') thread: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.act(request, 'POST', `${threadApi(id, thread)}/resolve`);
    return back(reply, id, 'clos', `echange-${thread}`);
  }

  private async act<Body>(request: FastifyRequest, method: Method, path: string, body?: object): Promise<Body> {
    return needed(await this.api.call<Body>(request, method, path, body ? { body } : {}));
  }
}

const threadApi = (id: string, thread: string): string => `${caseApi(id)}/threads/${encodeURIComponent(thread)}`;

const back = (reply: FastifyReply, id: string, done: string, anchor = ''): undefined =>
  seeOther(reply, `${casePath(id)}?fait=${done}${anchor && `#${anchor}`}`);
