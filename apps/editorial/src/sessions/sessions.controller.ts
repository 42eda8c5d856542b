import { Body, Controller, Get, Header, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Caller, holds, MaybeCaller, type Principal, Roles } from '#access';
import type { IdempotentRequest } from '#persistence';
import { entityTag, Idempotency, IfMatch, Now, Public } from '#platform';
import { CaseRepository } from '../cases/case.repository.ts';
import { CommitteeRepository } from '../committees/committee.repository.ts';
import { Agenda } from './agenda.view.ts';
import { minutesOf, minutesText } from './minutes.ts';
import { PlanSession } from './plan-session.ts';
import { RecordVotes } from './record-votes.ts';
import { SessionRepository } from './session.repository.ts';
import {
  heldSession,
  type MovedSession,
  movedSession,
  type PlannedSession,
  plannedSession,
  type RecordedVotes,
  recordedVotes,
  type Session,
} from './session.ts';
import { calendarOf } from './session-calendar.ts';

const listQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(20) });
const calendarType = 'text/calendar; charset=utf-8';

/** When committees meet, what is before them, what they decided. Dates are for everyone, the rest for members. */
@Controller('api/v1')
export class SessionsController {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly cases: CaseRepository,
    private readonly committees: CommitteeRepository,
    private readonly agenda: Agenda,
    private readonly planSession: PlanSession,
    private readonly recordVotes: RecordVotes,
  ) {}

  @Get('committee-sessions')
  @Public()
  async list(@Query({ schema: listQuery }) { limit }: z.output<typeof listQuery>, @MaybeCaller() caller?: Principal) {
    const items = await this.sessions.latest(limit);
    return { items: items.map((session) => view(session, isMember(caller))), total: items.length, next: null };
  }

  @Get('committee-sessions.ics')
  @Public()
  @Header('content-type', calendarType)
  async calendar(@MaybeCaller() caller?: Principal) {
    return calendarOf(await this.sessions.latest(200), isMember(caller));
  }

  @Get('committee-sessions/:id')
  @Public()
  async show(
    @Param('id') id: string,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
    @MaybeCaller() caller?: Principal,
  ) {
    const session = await this.sessions.get(id);
    reply.header('etag', entityTag(session.v));
    const agenda = isMember(caller) ? { agenda: await this.agenda.of(session, now) } : {};
    return { ...view(session, isMember(caller)), ...agenda };
  }

  @Get('committee-sessions/:id/session.ics')
  @Public()
  @Header('content-type', calendarType)
  async invitation(@Param('id') id: string, @MaybeCaller() caller?: Principal) {
    return calendarOf([await this.sessions.get(id)], isMember(caller));
  }

  @Get('committee-sessions/:id/minutes')
  @Roles('committee-member', 'operator')
  async minutes(@Param('id') id: string, @Now() now: Date) {
    return this.minutesOf(id, now);
  }

  @Get('committee-sessions/:id/minutes.txt')
  @Roles('committee-member', 'operator')
  @Header('content-type', 'text/plain; charset=utf-8')
  async readableMinutes(@Param('id') id: string, @Now() now: Date) {
    return minutesText(await this.minutesOf(id, now));
  }

  @Post('committee-sessions')
  @Roles('committee-member', 'operator')
  async plan(
    @Body({ schema: plannedSession }) given: PlannedSession,
    @Caller() caller: Principal,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const session = await this.planSession.plan(given, caller, request, now);
    reply.headers({ location: `/api/v1/committee-sessions/${session._id}`, etag: entityTag(session.v) });
    return view(session, true);
  }

  @Patch('committee-sessions/:id')
  @Roles('committee-member', 'operator')
  async move(
    @Param('id') id: string,
    @Body({ schema: movedSession }) given: MovedSession,
    @IfMatch() revision: number,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const session = await this.planSession.move(id, given, revision, caller, now);
    reply.header('etag', entityTag(session.v));
    return view(session, true);
  }

  @Post('committee-sessions/:id/votes')
  @Roles('committee-member')
  @HttpCode(200)
  async vote(
    @Param('id') id: string,
    @Body({ schema: recordedVotes }) given: RecordedVotes,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    const { subject, missing } = await this.recordVotes.execute(id, given, caller, now);
    return { caseId: subject._id, status: subject.status, decision: subject.decision, missing };
  }

  @Post('committee-sessions/:id/close')
  @Roles('committee-member')
  @HttpCode(200)
  async close(
    @Param('id') id: string,
    @Body({ schema: heldSession }) given: z.output<typeof heldSession>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return view(await this.planSession.hold(id, given?.remarks ?? null, caller, now), true);
  }

  private async minutesOf(id: string, now: Date) {
    const session = await this.sessions.get(id);
    const [committee, items] = await Promise.all([
      this.committees.get(session.committee),
      this.agenda.of(session, now),
    ]);
    const cases = await Promise.all(items.map(({ caseId }) => this.cases.store.find(caseId)));
    return minutesOf(
      session,
      committee.name,
      cases.filter((subject) => subject !== null),
    );
  }
}

const isMember = (caller: Principal | undefined): boolean =>
  Boolean(caller && (holds(caller, 'committee-member') || holds(caller, 'operator')));

const view = (
  { _id, committee, title, startsAt, endsAt, place, visioUrl, status, remarks }: Session,
  forMembers: boolean,
) => ({
  id: _id,
  committee,
  title,
  startsAt,
  endsAt,
  place,
  status,
  ...(forMembers ? { visioUrl, remarks } : {}),
});
