import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFound } from '#platform';
import { needed } from '../forms/refused.ts';
import { Directory } from '../networks/directory.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { networksRunBy, type Visitor } from '../pages/visitor.ts';
import { Services } from '../services/services.ts';
import { ActingApi } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { ContributionDesk, type ContributionDetail, pathTo } from './contribution-desk.ts';
import {
  type ContributionLine,
  contributionLine,
  contributionPageView,
  contributionPath,
  type Delays,
  noticeOf,
} from './my-contributions.view.ts';
import { sentOf } from './step.view.ts';

interface List {
  readonly items: readonly ContributionLine[];
  readonly next: string | null;
}

const unknownDelays: Delays = { framingDays: null, decisionDays: null };

/** What one's networks contribute: where each thing is, and what is expected of whom. */
@NotApi()
@Controller('contributions')
export class MyContributionsController {
  constructor(
    private readonly api: ActingApi,
    private readonly desk: ContributionDesk,
    private readonly services: Services,
    private readonly directory: Directory,
  ) {}

  @Get()
  @HtmlPage(new URL('./my-contributions.hbs', import.meta.url))
  async list(
    @Query('suite') cursor: unknown,
    @Query('fait') done: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
  ) {
    const query = new URLSearchParams({ limit: '50', ...(typeof cursor === 'string' ? { cursor } : {}) });
    const [list, delays] = await Promise.all([
      this.api.call<List>(request, 'GET', `/api/v1/contributions?${query}`).then(needed),
      this.delays(request),
    ]);
    const items = list.items.map((item) => contributionLine(item, delays));
    const next = list.next && new URL(list.next, 'https://site.invalid').searchParams.get('cursor');
    return {
      title: 'Mes contributions',
      breadcrumb: [{ label: 'Mes contributions' }],
      notice: noticeOf(done),
      canContribute: visitor.grants.some(({ role }) => role === 'contributor'),
      mine: items.filter(({ isMine }) => isMine),
      others: items.filter(({ isMine }) => !isMine),
      isEmpty: items.length === 0,
      pagination:
        next || cursor
          ? {
              first: cursor ? '/contributions' : null,
              next: next && `/contributions?suite=${encodeURIComponent(next)}`,
            }
          : undefined,
    };
  }

  @Get(':id')
  @HtmlPage(new URL('./contribution.hbs', import.meta.url))
  async show(
    @Param('id') id: string,
    @Query('fait') done: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
  ) {
    const [{ contribution }, delays] = await Promise.all([this.desk.find(request, id), this.delays(request)]);
    const [comparison, networkNames] = await Promise.all([
      this.desk.comparison(request, contribution),
      contribution.awaitedAgreements.length ? this.directory.names() : new Map<string, string>(),
    ]);
    const reader = { isAuthor: isAuthor(visitor, contribution), facilitates: networksRunBy(visitor), networkNames };
    return contributionPageView(contribution, delays, reader, comparison, done);
  }

  @Get(':id/fichiers/:file')
  async download(
    @Param('id') id: string,
    @Param('file') file: string,
    @SignedIn() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const path = `${pathTo(id)}/attachments/${encodeURIComponent(file)}`;
    const { statusCode, headers, body } = await this.services.open('submission', path, visitor.token);
    if (statusCode !== 200) {
      await body.dump();
      throw new NotFound();
    }
    for (const name of [
      'content-type',
      'content-length',
      'content-disposition',
      'content-security-policy',
      'x-content-type-options',
    ]) {
      const value = headers[name];
      if (value) void reply.header(name, value);
    }
    await reply.header('cache-control', 'private, no-store').send(body);
  }

  @Get(':id/retirer')
  @HtmlPage(new URL('./withdraw.hbs', import.meta.url))
  async confirm(@Param('id') id: string, @SignedIn() _: Visitor, @Req() request: FastifyRequest) {
    const { contribution } = await this.desk.find(request, id);
    return {
      title: 'Retirer cette contribution ?',
      contributionTitle: contribution.title,
      isRevision: contribution.committee.some(({ outcome }) => outcome === 'published'),
      action: `${contributionPath(id)}/retirer`,
      back: contributionPath(id),
    };
  }

  @Post(':id/retirer')
  @HttpCode(303)
  async withdraw(
    @Param('id') id: string,
    @Body() body: unknown,
    @SignedIn() _: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { reason } = sentOf(body);
    needed(await this.api.call(request, 'POST', `${pathTo(id)}/withdraw`, { body: reason ? { reason } : {} }));
    return seeOther(reply, `${contributionPath(id)}?fait=retiree`);
  }

  private async delays(request: FastifyRequest): Promise<Delays> {
    const told = await this.api.call<Delays>(request, 'GET', '/api/v1/submission/delays').catch(() => null);
    return told?.done ? told.body : unknownDelays;
  }
}

const isAuthor = ({ grants }: Visitor, { network }: ContributionDetail): boolean =>
  grants.some((grant) => grant.role === 'contributor' && grant.network === network.id);
