import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { belongsTo, Caller, holds, type Principal, Roles } from '#access';
import { entityTag, Now, paging } from '#platform';
import { CaseQueue } from '../reviewing/case-queue.view.ts';
import { ReadersPart } from '../reviewing/readers-part.view.ts';
import { CaseNotFound } from './case.problems.ts';
import { CaseRepository } from './case.repository.ts';
import type { Case } from './case.ts';
import { caseDetail, caseForAuthor, caseSummary } from './case.view.ts';
import type { Missing } from './evaluate.ts';
import { type GivenOpinion, type GivenVerification, givenOpinion, givenVerification } from './opinion.schema.ts';
import { RecordOpinion } from './record-opinion.ts';
import { RecordVerification } from './record-verification.ts';
import { WeighCase } from './weigh-case.ts';

const listQuery = z.strictObject({
  ...paging,
  status: z.enum(['open', 'in-session', 'decided']).optional(),
  contributionId: z.string().max(80).optional(),
  procedure: z.enum(['publication', 'label']).optional(),
  /** Only those on which the caller counts, what they can unblock first. */
  mine: z.stringbool().default(false),
});

/** What the committee has before it. */
@Controller('api/v1/cases')
export class CasesController {
  constructor(
    private readonly cases: CaseRepository,
    private readonly weighCase: WeighCase,
    private readonly queue: CaseQueue,
    private readonly readersPart: ReadersPart,
    private readonly recordOpinion: RecordOpinion,
    private readonly recordVerification: RecordVerification,
  ) {}

  @Get()
  @Roles('committee-member', 'verifier')
  async list(
    @Query({ schema: listQuery }) query: z.output<typeof listQuery>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    const { limit, cursor, mine, ...where } = query;
    if (mine) return this.queue.of(caller, { limit, cursor }, now);
    const { items, total } = await this.cases.list({ ...where, after: cursor, limit });
    const last = items.length === limit ? items.at(-1)?._id : undefined;
    const rest = new URLSearchParams({
      limit: String(limit),
      ...Object.fromEntries(Object.entries(where).filter(([, value]) => value !== undefined)),
      cursor: last ?? '',
    });
    return {
      items: await Promise.all(items.map(async (subject) => caseSummary(subject, await this.missing(subject, now)))),
      total,
      next: last ? `/api/v1/cases?${rest}` : null,
    };
  }

  /** All of it for the committee; for the networks that made it, what is said to them; for others it is not there. */
  @Get(':id')
  async show(
    @Param('id') id: string,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const subject = await this.cases.store.find(id);
    const isAuthor = subject?.involvedNetworks.some((network) => belongsTo(caller, network));
    const isReader = holds(caller, 'committee-member') || holds(caller, 'verifier');
    if (!subject || !(isAuthor || isReader)) throw new CaseNotFound();
    reply.header('etag', entityTag(subject.v));
    const missing = await this.missing(subject, now);
    const part = await this.readersPart.of(subject, missing, caller, now);
    if (isAuthor) return { ...caseForAuthor(subject, missing), mine: part.mine };
    const cases = await this.cases.versionsOf(subject.contributionId);
    return { ...caseDetail(subject, missing, cases, caller.id), ...part };
  }

  @Post(':id/opinions')
  @Roles('committee-member')
  async opine(
    @Param('id') id: string,
    @Body({ schema: givenOpinion }) given: GivenOpinion,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { subject, missing } = await this.recordOpinion.execute(id, given, caller, now);
    reply.header('location', `/api/v1/cases/${id}`);
    return { caseId: id, decision: subject.decision, missing };
  }

  @Post(':id/verifications')
  @Roles('verifier')
  async verify(
    @Param('id') id: string,
    @Body({ schema: givenVerification }) given: GivenVerification,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const subject = await this.recordVerification.execute(id, given, caller, now);
    reply.header('location', `/api/v1/cases/${id}`);
    return { caseId: id, verifications: subject.verifications };
  }

  private async missing(subject: Case, now: Date): Promise<readonly Missing[]> {
    return subject.decision ? [] : (await this.weighCase.execute(subject, now)).missing;
  }
}
