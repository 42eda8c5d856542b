import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Now } from '#platform';
import { needed } from '../forms/refused.ts';
import { textOf } from '../forms/submitted.ts';
import { Directory } from '../networks/directory.ts';
import { enumerated, spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { networksRunBy, type Visitor } from '../pages/visitor.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { comparisonView } from './comparison.view.ts';
import { ContributionDesk, pathTo } from './contribution-desk.ts';
import { contributionPath } from './my-contributions.view.ts';
import { previewView } from './preview.view.ts';

const page = new URL('./agree.hbs', import.meta.url);
const needsReason = 'Dites pourquoi : le motif part avec le renvoi.';

/** Where a co-producing or sponsoring network reads a version through, and agrees to it or objects. */
@NotApi()
@Controller('contributions/:id/accord')
export class AgreeController {
  constructor(
    private readonly api: ActingApi,
    private readonly desk: ContributionDesk,
    private readonly directory: Directory,
  ) {}

  @Get()
  @HtmlPage(page)
  async show(@Param('id') id: string, @SignedIn() visitor: Visitor, @Req() request: FastifyRequest, @Now() now: Date) {
    return this.view(request, id, visitor, now);
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(page)
  async answer(
    @Param('id') id: string,
    @Body() form: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const isAgreed = textOf(form, 'geste') === 'accord';
    const objection = textOf(form, 'objection');
    // Without a word it would count as an agreement.
    if (!isAgreed && !objection) {
      void reply.status(422);
      return this.view(request, id, visitor, now, { objection, error: needsReason });
    }
    const answered = await this.api.call(request, 'POST', `${pathTo(id)}/agree`, {
      body: isAgreed ? {} : { objection },
    });
    if (answered.done) return seeOther(reply, `${contributionPath(id)}?fait=${isAgreed ? 'accord' : 'refus'}`);
    const { refusal } = answered;
    if (refusal.status !== 422 && refusal.status !== 409) needed(answered);
    void reply.status(refusal.status);
    return this.view(request, id, visitor, now, { objection, error: messageOf(refusal) });
  }

  private async view(
    request: FastifyRequest,
    id: string,
    visitor: Visitor,
    now: Date,
    said: { readonly objection?: string; readonly error?: string } = {},
  ) {
    const { contribution } = await this.desk.find(request, id);
    const [comparison, names] = await Promise.all([
      this.desk.comparison(request, contribution),
      this.directory.names(),
    ]);
    const own = networksRunBy(visitor);
    const speakingFor = contribution.awaitedAgreements.filter((network) => own.has(network));
    const path = contributionPath(id);
    return {
      title: spaced(contribution.title),
      breadcrumb: [{ label: 'À faire cette semaine', path: '/animation' }, { label: 'Accord de coproduction' }],
      network: contribution.network.name,
      isAsked: speakingFor.length > 0,
      speakingFor: enumerated(speakingFor.map((network) => names.get(network) ?? 'votre réseau')),
      action: `${path}/accord`,
      path,
      preview: previewView(contribution, now),
      comparison: comparison && comparisonView(comparison),
      objection: said.objection,
      errors: said.error ? [{ id: 'objection', message: said.error }] : [],
      objectionError: said.error,
    };
  }
}

const messageOf = ({ fields, detail }: Refusal): string => spaced(fields.objection ?? detail);
