import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fromParis } from '../forms/moments.ts';
import { needed } from '../forms/refused.ts';
import { once } from '../forms/step.ts';
import { optionalText, territoriesIn, textOf } from '../forms/submitted.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import type { Visitor } from '../pages/visitor.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { operatorOnly } from '../sign-in/operator-only.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { type CommitteeFacts, Committees } from './committees.ts';
import { composeView } from './compose.view.ts';

const template = new URL('./compose.hbs', import.meta.url);

/** Where an operator founds a committee and says who sits there. */
@NotApi()
@Controller('exploitation/comites')
export class ComposeController {
  constructor(
    private readonly api: ActingApi,
    private readonly committees: Committees,
  ) {}

  @Get(':id')
  @HtmlPage(template)
  async show(@Param('id') id: string, @SignedIn() visitor: Visitor, @Req() request: FastifyRequest) {
    operatorOnly(visitor);
    return this.view(request, id);
  }

  @Post(':id')
  @HttpCode(200)
  @HtmlPage(template)
  async save(
    @Param('id') id: string,
    @Body() form: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    operatorOnly(visitor);
    const isNew = id === 'nouveau';
    const saved = isNew
      ? await this.api.call(request, 'POST', '/api/v1/committees', {
          body: { ...committeeFrom(form), kind: textOf(form, 'kind') },
          headers: once(textOf(form, 'cle')),
        })
      : await this.api.call(request, 'PATCH', apiOf(id), {
          body: committeeFrom(form),
          headers: { 'if-match': textOf(form, 'etag') },
        });
    if (saved.done) return seeOther(reply, '/comites');
    void reply.status(saved.refusal.status);
    return this.view(request, id, form, saved.refusal);
  }

  private async view(request: FastifyRequest, id: string, form?: unknown, refusal?: Refusal) {
    const [all, candidates] = await Promise.all([this.committees.all(), this.committees.candidates(request)]);
    const shown = { all: all ?? [], candidates, form, ...(refusal ? { refusal } : {}) };
    if (id === 'nouveau') return composeView({ ...shown, committee: null, etag: '' });
    const found = await this.api.call<CommitteeFacts>(request, 'GET', apiOf(id));
    const committee = needed(found);
    return composeView({ ...shown, committee, etag: found.done ? (found.etag ?? '') : '' });
  }
}

const apiOf = (id: string): string => `/api/v1/committees/${encodeURIComponent(id)}`;

const committeeFrom = (form: unknown) => ({
  name: textOf(form, 'name'),
  ...(textOf(form, 'hasCompetence')
    ? {
        territories: territoriesIn(textOf(form, 'territories')),
        sector: optionalText(form, 'sector') ?? null,
        mandate: optionalText(form, 'mandate') ?? null,
        parent: optionalText(form, 'parent') ?? null,
      }
    : {}),
  chair: optionalText(form, 'chair') ?? null,
  seats: textOf(form, 'openToAll') ? null : seatsFrom(form),
});

const seatsFrom = (form: unknown) => {
  const count = Math.min(60, Number(textOf(form, 'count')) || 0);
  return Array.from({ length: count }, (_, n) => n).flatMap((n) => {
    const [network, person] = textOf(form, `holder-${n}`).split('|');
    if (!network || !person) return [];
    const until = textOf(form, `until-${n}`);
    const id = textOf(form, `id-${n}`);
    return [
      {
        ...(id ? { id } : {}),
        college: textOf(form, `college-${n}`),
        network,
        person,
        deputy: textOf(form, `deputy-${n}`).split('|')[1] ?? null,
        termEndsAt: until ? fromParis(until) : null,
      },
    ];
  });
};
