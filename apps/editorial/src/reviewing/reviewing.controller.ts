import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Caller, type Principal, Roles } from '#access';
import { line, text } from '#contracts';
import { Now } from '#platform';
import type { Case } from '../cases/case.ts';
import type { Missing } from '../cases/evaluate.ts';
import { AssignCase } from './assign-case.ts';
import { Assignees } from './assignees.view.ts';
import { DiscussCase } from './discuss-case.ts';
import { KeepNote } from './keep-note.ts';
import { ObjectToCase } from './object-to-case.ts';
import { RecallCase } from './recall-case.ts';
import { Recuse } from './recuse.ts';
import { UrgeCase } from './urge-case.ts';
import { WithdrawOpinion } from './withdraw-opinion.ts';

const reasoned = z.strictObject({ reason: text(1000) });
type Reasoned = z.output<typeof reasoned>;
const assignment = z.strictObject({ person: line(80).optional() }).nullish();
const question = z.strictObject({ field: line(200).regex(/^(\/[^/]+)+$/), text: text(2000) });
const message = z.strictObject({ text: text(2000) });
const note = z.strictObject({ text: text(4000).nullable() });

/** What members do with a case, beside giving their opinion. */
@Controller('api/v1/cases/:id')
@Roles('committee-member')
export class ReviewingController {
  constructor(
    private readonly assignCase: AssignCase,
    private readonly assignees: Assignees,
    private readonly discussCase: DiscussCase,
    private readonly keepNote: KeepNote,
    private readonly objectToCase: ObjectToCase,
    private readonly recallCase: RecallCase,
    private readonly recuse: Recuse,
    private readonly urgeCase: UrgeCase,
    private readonly withdrawOpinion: WithdrawOpinion,
  ) {}

  @Delete('opinions')
  async takeBack(@Param('id') id: string, @Caller() caller: Principal, @Now() now: Date) {
    return answer(await this.withdrawOpinion.execute(id, caller, now));
  }

  @Post('recusals')
  async stepBack(
    @Param('id') id: string,
    @Body({ schema: reasoned }) { reason }: Reasoned,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return answer(await this.recuse.execute(id, reason, caller, now));
  }

  @Post('objections')
  async object(
    @Param('id') id: string,
    @Body({ schema: reasoned }) { reason }: Reasoned,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return answer(await this.objectToCase.execute(id, reason, caller, now));
  }

  @Post('urgency')
  async urge(
    @Param('id') id: string,
    @Body({ schema: reasoned }) { reason }: Reasoned,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return answer(await this.urgeCase.execute(id, reason, caller, now));
  }

  @Post('recall')
  @HttpCode(200)
  async recall(
    @Param('id') id: string,
    @Body({ schema: reasoned }) { reason }: Reasoned,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return answer(await this.recallCase.execute(id, reason, caller, now));
  }

  @Get('assignees')
  async mayTake(@Param('id') id: string, @Caller() caller: Principal, @Now() now: Date) {
    return this.assignees.of(id, caller, now);
  }

  @Post('assignments')
  async assign(
    @Param('id') id: string,
    @Body({ schema: assignment }) given: z.output<typeof assignment>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return answer(await this.assignCase.execute(id, given?.person ?? caller.id, caller, now));
  }

  @Delete('assignments/:person')
  async release(
    @Param('id') id: string,
    @Param('person') person: string,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return answer(await this.assignCase.release(id, person, caller, now));
  }

  @Post('threads')
  async ask(
    @Param('id') id: string,
    @Body({ schema: question }) { field, text: said }: z.output<typeof question>,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const thread = await this.discussCase.open(id, field, said, caller, now);
    reply.header('location', `/api/v1/cases/${id}`);
    return thread;
  }

  @Post('threads/:thread/messages')
  async reply(
    @Param('id') id: string,
    @Param('thread') thread: string,
    @Body({ schema: message }) { text: said }: z.output<typeof message>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return this.discussCase.answer(id, thread, said, caller, now);
  }

  @Post('threads/:thread/resolve')
  @HttpCode(200)
  async resolve(
    @Param('id') id: string,
    @Param('thread') thread: string,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return this.discussCase.resolve(id, thread, caller, now);
  }

  @Put('note')
  @HttpCode(204)
  async note(
    @Param('id') id: string,
    @Body({ schema: note }) { text: said }: z.output<typeof note>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ): Promise<void> {
    await this.keepNote.execute(id, said, caller, now);
  }
}

const answer = ({ subject, missing }: { subject: Case; missing: readonly Missing[] }) => ({
  caseId: subject._id,
  status: subject.status,
  decision: subject.decision,
  assignments: subject.assignments,
  missing,
});
