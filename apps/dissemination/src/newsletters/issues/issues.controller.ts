import { Body, Controller, Delete, Get, Header, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Caller, type Principal, Roles } from '#access';
import { line } from '#contracts';
import type { IdempotentRequest } from '#persistence';
import { entityTag, firstRevision, Idempotency, IfMatch, NotFound, Now, paging } from '#platform';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { EditIssue } from './edit-issue.ts';
import { IssueRepository } from './issue.repository.ts';
import { type IssueEdits, issueEdits, issueView, type NewIssue, newIssue } from './issue.ts';
import { ReleaseIssue } from './release-issue.ts';
import { TryIssue } from './try-issue.ts';

const listQuery = z.strictObject(paging);
const nothing = z.strictObject({}).default({});
const trial = z.strictObject({ email: z.email().max(254) });
const halt = z.strictObject({ reason: line(500) });
const part = z.strictObject({ part: z.enum(['html', 'text', 'json']).default('html') });

/** Letters that editors write: prepared, tried, approved by somebody else, watched as they leave, stopped. */
@Controller('api/v1/issues')
@Roles('watch-editor', 'operator')
export class IssuesController {
  constructor(
    private readonly issues: IssueRepository,
    private readonly edits: EditIssue,
    private readonly trials: TryIssue,
    private readonly releases: ReleaseIssue,
    private readonly ledger: LedgerRepository,
  ) {}

  @Get()
  async list(@Query({ schema: listQuery }) { limit, cursor }: z.output<typeof listQuery>) {
    const { items, total } = await this.issues.list(cursor, limit);
    const last = items.length === limit ? items.at(-1)?._id : undefined;
    return {
      items: items.map((issue) => issueView({ ...issue, content: [] })),
      total,
      next: last ? `/api/v1/issues?limit=${limit}&cursor=${last}` : null,
    };
  }

  @Post()
  async create(
    @Body({ schema: newIssue }) wanted: NewIssue,
    @Caller() caller: Principal,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const created = await this.edits.create(wanted, callerOf(caller), request, now);
    reply.headers({ location: `/api/v1/issues/${created.id}`, etag: entityTag(firstRevision) });
    return created;
  }

  /** With how far it has come, once it leaves. */
  @Get(':id')
  async show(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const issue = await this.issues.store.find(id);
    if (!issue) throw new NotFound();
    reply.header('etag', entityTag(issue.v));
    return { ...issueView(issue), progress: await this.ledger.progressOf(id) };
  }

  @Patch(':id')
  async edit(
    @Param('id') id: string,
    @Body({ schema: issueEdits }) wanted: IssueEdits,
    @IfMatch() revision: number,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const changed = await this.edits.change(id, wanted, revision, callerOf(caller), now);
    reply.header('etag', entityTag(changed.v));
    return issueView(changed);
  }

  @Delete(':id')
  @HttpCode(204)
  async remove(@Param('id') id: string) {
    await this.edits.remove(id);
  }

  /** The mail as readers would get it, without its links to leave. */
  @Get(':id/preview')
  @Header('cache-control', 'no-store')
  @Header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox")
  async preview(
    @Param('id') id: string,
    @Query({ schema: part }) wanted: z.output<typeof part>,
    @Now() now: Date,
    @Res() reply: FastifyReply,
  ) {
    const letter = await this.trials.preview(id, now);
    const shown = {
      html: ['text/html; charset=utf-8', letter.html],
      text: ['text/plain; charset=utf-8', letter.text],
      json: ['application/json; charset=utf-8', JSON.stringify(letter)],
    } as const;
    const [type, body] = shown[wanted.part];
    await reply.type(type).send(body);
  }

  @Post(':id/test')
  @HttpCode(202)
  async test(@Param('id') id: string, @Body({ schema: trial }) { email }: z.output<typeof trial>, @Now() now: Date) {
    await this.trials.send(id, email, now);
    return { status: 'accepted' };
  }

  @Post(':id/approve')
  @HttpCode(200)
  async approve(
    @Param('id') id: string,
    @Body({ schema: nothing }) _: object,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return issueView(await this.releases.approve(id, callerOf(caller), now));
  }

  @Post(':id/stop')
  @HttpCode(200)
  async stop(@Param('id') id: string, @Body({ schema: halt }) { reason }: z.output<typeof halt>, @Now() now: Date) {
    const { issue, cancelled } = await this.releases.stop(id, reason, now);
    return { ...issueView(issue), cancelled };
  }
}

const callerOf = ({ kind, id }: Principal): string => `${kind}:${id}`;
