import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Committees } from '../committees/committees.ts';
import { fromParis } from '../forms/moments.ts';
import { formErrors, needed } from '../forms/refused.ts';
import { newFormKey, once } from '../forms/step.ts';
import { optionalText, textOf } from '../forms/submitted.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import type { SessionFacts } from './session.facts.ts';
import { sessionApi, sessionLine, sessionPath, sessionsTrail, sessionView } from './session.view.ts';

const template = new URL('./sessions.hbs', import.meta.url);

const said: Readonly<Record<string, string>> = {
  prevue: 'La séance est prévue : les membres sont prévenus.',
  deplacee: 'La séance est déplacée : les membres sont prévenus.',
  annulee: 'La séance est annulée : les membres sont prévenus.',
  tenue: 'La séance est tenue : le compte rendu est prêt.',
  votes: 'Les votes sont enregistrés.',
  decide: 'Les votes sont enregistrés, et le dossier est décidé.',
};

/** When committees meet, and planning a session. */
@NotApi()
@Controller('comite/seances')
export class SessionsController {
  constructor(
    private readonly api: ActingApi,
    private readonly committees: Committees,
  ) {}

  @Get()
  @HtmlPage(template)
  async list(@SignedIn() _: unknown, @Req() request: FastifyRequest) {
    return this.listView(request, {});
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(template)
  async plan(@Body() form: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const body = {
      committee: optionalText(form, 'committee'),
      title: optionalText(form, 'title'),
      startsAt: fromParis(textOf(form, 'startsAt')),
      endsAt: fromParis(textOf(form, 'endsAt')),
      place: optionalText(form, 'place'),
      visioUrl: optionalText(form, 'visioUrl'),
    };
    const headers = once(textOf(form, 'cle'));
    const planned = await this.api.call<SessionFacts>(request, 'POST', '/api/v1/committee-sessions', { body, headers });
    if (planned.done) return seeOther(reply, `${sessionPath(planned.body.id)}?fait=prevue`);
    void reply.status(planned.refusal.status);
    return this.listView(request, form, planned.refusal);
  }

  @Get(':id')
  @HtmlPage(new URL('./session.hbs', import.meta.url))
  async show(@Param('id') id: string, @Query() query: unknown, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    const [session, names] = await Promise.all([
      this.api.call<SessionFacts>(request, 'GET', sessionApi(id)),
      this.committees.names(),
    ]);
    const facts = needed(session);
    return sessionView(facts, names.get(facts.committee) ?? '', said[textOf(query, 'fait')]);
  }

  private async listView(request: FastifyRequest, form: unknown, refusal?: Refusal) {
    const [listed, names] = await Promise.all([
      this.api.call<{ items: readonly SessionFacts[] }>(request, 'GET', '/api/v1/committee-sessions?limit=50'),
      this.committees.names(),
    ]);
    const lines = needed(listed).items.map((session) => ({
      ...sessionLine(session),
      committee: names.get(session.committee),
    }));
    const value = (name: string) => textOf(form, name);
    return {
      title: 'Séances',
      isHidden: true,
      breadcrumb: sessionsTrail.map(({ label, path }) => (label === 'Séances' ? { label } : { label, path })),
      planned: lines.filter(({ isPlanned }) => isPlanned),
      past: lines.filter(({ isPlanned }) => !isPlanned),
      ...formErrors(refusal, ['committee', 'title', 'startsAt', 'endsAt', 'place', 'visioUrl']),
      key: newFormKey(),
      isOpen: refusal !== undefined,
      committees: [...names].map(([id, label]) => ({ value: id, label, isChosen: id === value('committee') })),
      given: Object.fromEntries(
        ['title', 'startsAt', 'endsAt', 'place', 'visioUrl'].map((name) => [name, value(name)]),
      ),
    };
  }
}
