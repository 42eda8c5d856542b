import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { families } from '#taxonomy';
import type { CaseFacts, CaseLine } from '../committee/case.facts.ts';
import { caseApi, casePath } from '../committee/words.ts';
import { fromParis } from '../forms/moments.ts';
import { needed } from '../forms/refused.ts';
import { optionalText, textOf } from '../forms/submitted.ts';
import { recordPath, resourceApi } from '../later-life/moves.ts';
import type { RecordFacts } from '../later-life/record.facts.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { pathOf } from '../resources/resource.view.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { type Read, verificationFormView } from './verification.view.ts';

const template = new URL('./verification.hbs', import.meta.url);

/** Where a professional reads versions through: those before a committee, and those already public. */
@NotApi()
@Controller()
export class VerificationController {
  constructor(private readonly api: ActingApi) {}

  @Get('relectures')
  @HtmlPage(new URL('./verifications.hbs', import.meta.url))
  async list(@Query('suite') from: unknown, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    const query = new URLSearchParams({ status: 'open', limit: '50' });
    if (typeof from === 'string' && from) query.set('cursor', from);
    type List = { items: readonly CaseLine[]; next: string | null };
    const { items, next } = needed(await this.api.call<List>(request, 'GET', `/api/v1/cases?${query}`));
    const rest = next && new URL(next, 'http://here').searchParams.get('cursor');
    return {
      title: 'Relectures',
      isHidden: true,
      breadcrumb: [{ label: 'Relectures' }],
      items: items.map((line) => ({
        title: spaced(line.title),
        casePath: casePath(line.id),
        path: `/relectures/${encodeURIComponent(line.id)}`,
        family: families.label(line.family),
        network: line.network.name,
        version: line.version,
        openedAt: line.openedAt,
      })),
      pagination: rest && { next: `/relectures?suite=${encodeURIComponent(rest)}` },
    };
  }

  @Get('relectures/:case')
  @HtmlPage(template)
  async readCase(@Param('case') id: string, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    return verificationFormView(await this.caseRead(request, id), {});
  }

  @Post('relectures/:case')
  @HttpCode(200)
  @HtmlPage(template)
  async verifyCase(
    @Param('case') id: string,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const refusal = await this.verify(request, `${caseApi(id)}/verifications`, form);
    if (!refusal) return seeOther(reply, `${casePath(id)}?fait=relecture`);
    void reply.status(refusal.status);
    return verificationFormView(await this.caseRead(request, id), form, refusal);
  }

  @Get('ressources/:id/suivi/relecture')
  @HtmlPage(template)
  async readResource(@Param('id') id: string, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    return verificationFormView(await this.resourceRead(request, id), {});
  }

  @Post('ressources/:id/suivi/relecture')
  @HttpCode(200)
  @HtmlPage(template)
  async verifyResource(
    @Param('id') id: string,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const refusal = await this.verify(request, `${resourceApi(id)}/verifications`, form);
    if (!refusal) return seeOther(reply, `${recordPath(id)}?fait=relecture`);
    void reply.status(refusal.status);
    return verificationFormView(await this.resourceRead(request, id), form, refusal);
  }

  private async verify(request: FastifyRequest, path: string, form: unknown): Promise<Refusal | null> {
    const until = textOf(form, 'validUntil');
    const body = {
      version: Number(textOf(form, 'version')),
      perimeter: textOf(form, 'perimeter'),
      independence: optionalText(form, 'independence'),
      validUntil: until ? fromParis(until) : undefined,
    };
    const verified = await this.api.call(request, 'POST', path, { body });
    return verified.done ? null : verified.refusal;
  }

  private async caseRead(request: FastifyRequest, id: string): Promise<Read> {
    const { title, version } = needed(await this.api.call<CaseFacts>(request, 'GET', caseApi(id)));
    return { title, version, readPath: casePath(id), action: `/relectures/${encodeURIComponent(id)}`, isPublic: false };
  }

  private async resourceRead(request: FastifyRequest, id: string): Promise<Read> {
    const { title, version } = needed(await this.api.call<RecordFacts>(request, 'GET', `${resourceApi(id)}/record`));
    return { title, version, readPath: pathOf(id), action: `${recordPath(id)}/relecture`, isPublic: true };
  }
}
