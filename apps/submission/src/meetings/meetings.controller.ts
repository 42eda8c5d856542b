import { Body, Controller, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { belongsTo, Caller, holds, MaybeCaller, type Principal, Roles } from '#access';
import { line, moment } from '#contracts';
import { createOnce, type IdempotentRequest, idempotencyOf, newId } from '#persistence';
import {
  checked,
  entityTag,
  Forbidden,
  firstRevision,
  Idempotency,
  IfMatch,
  Now,
  nextPage,
  Public,
  paging,
  RevisionMismatch,
} from '#platform';
import { ContributionRepository } from '../contributions/contribution.repository.ts';
import { NetworkRepository } from '../networks/network.repository.ts';
import { ownNetwork } from '../networks/own-network.ts';
import { MeetingNotFound } from './meeting.problems.ts';
import { MeetingRepository } from './meeting.repository.ts';
import {
  type MeetingEdits,
  meetingEdits,
  meetingOf,
  meetingTimes,
  type NewMeeting,
  newMeeting,
  placed,
} from './meeting.ts';
import { meetingView } from './meeting.view.ts';

const day = z.iso.date().or(moment);
const listQuery = z.strictObject({ ...paging, after: day.optional(), network: line(80).optional() });

/** Collection meetings: public, without the link to those that are held online. */
@Controller('api/v1/meetings')
export class MeetingsController {
  constructor(
    private readonly meetings: MeetingRepository,
    private readonly networks: NetworkRepository,
    private readonly contributions: ContributionRepository,
  ) {}

  @Get()
  @Public()
  async list(@Query({ schema: listQuery }) query: z.output<typeof listQuery>, @MaybeCaller() caller?: Principal) {
    const { cursor, limit } = query;
    const from = query.after ? new Date(query.after).toISOString() : '';
    const network = query.network ? (await this.networks.named(query.network, '/network'))._id : undefined;
    const { items, total } = await this.meetings.list({ from, cursor, network, limit });
    const known = await this.networks.byIds(items.map((meeting) => meeting.network));
    return {
      items: items.map((meeting) => meetingView(meeting, known.get(meeting.network), caller !== undefined)),
      total,
      next: nextPage('/api/v1/meetings', items, query, items.at(-1)?.position),
    };
  }

  @Get(':id')
  @Public()
  async show(
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
    @MaybeCaller() caller?: Principal,
  ) {
    const meeting = await this.meetings.store.find(id);
    if (!meeting) throw new MeetingNotFound();
    const network = await this.networks.store.find(meeting.network);
    reply.header('etag', entityTag(meeting.v));
    const view = meetingView(meeting, network ?? undefined, caller !== undefined);
    if (!caller || !belongsTo(caller, meeting.network)) return view;
    return { ...view, contributions: await this.contributions.collectedAt(id) };
  }

  @Post()
  @Roles('facilitator')
  async schedule(
    @Body({ schema: newMeeting }) wanted: NewMeeting,
    @Caller() caller: Principal,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await ownNetwork(this.networks, caller, 'facilitator', wanted.network);
    const answer = await createOnce(this.meetings.store.model, request, async () => {
      const meeting = meetingOf(newId(), wanted, network._id);
      const view = meetingView({ ...meeting, v: 1 }, network, true);
      await this.meetings.add({ ...meeting, idempotency: idempotencyOf(request, view, new Date()) }, network, now);
      return view;
    });
    reply.headers({ location: `/api/v1/meetings/${answer.id}`, etag: entityTag(firstRevision) });
    return answer;
  }

  /** Moves it, cancels it, or tells how it went. */
  @Patch(':id')
  @Roles('facilitator')
  async edit(
    @Param('id') id: string,
    @Body({ schema: meetingEdits }) edits: MeetingEdits,
    @IfMatch() revision: number,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const meeting = await this.meetings.store.find(id);
    if (!meeting) throw new MeetingNotFound();
    if (!holds(caller, 'facilitator', meeting.network)) throw new Forbidden();
    if (meeting.v !== revision) throw new RevisionMismatch();
    const network = await this.networks.named(meeting.network, '/network');
    checked(meetingTimes, { ...meeting, ...edits });
    const { _id, v: _, idempotency: __, ...fields } = placed({ ...meeting, ...edits } as typeof meeting);
    const changed = await this.meetings.change(meeting, fields, network, now);
    reply.header('etag', entityTag(changed.v));
    return meetingView(changed, network, true);
  }
}
