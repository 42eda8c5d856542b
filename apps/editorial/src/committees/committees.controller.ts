import { Body, Controller, Get, Param, Patch, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Caller, holds, MaybeCaller, type Principal, Roles } from '#access';
import type { IdempotentRequest } from '#persistence';
import { entityTag, Idempotency, IfMatch, Now, Public } from '#platform';
import { CommitteeRepository } from './committee.repository.ts';
import {
  type AmendedCommittee,
  amendedCommittee,
  type FoundedCommittee,
  foundedCommittee,
} from './committee.schema.ts';
import type { Committee } from './committee.ts';
import { committeeView } from './committee.view.ts';
import { ComposeCommittee } from './compose-committee.ts';

/** Who decides, on what, and how they are composed. */
@Controller('api/v1/committees')
export class CommitteesController {
  constructor(
    private readonly committees: CommitteeRepository,
    private readonly composeCommittee: ComposeCommittee,
  ) {}

  @Get()
  @Public()
  async list(@MaybeCaller() caller: Principal | undefined) {
    const items = await this.committees.all();
    return { items: items.map((committee) => viewFor(committee, caller)), total: items.length, next: null };
  }

  @Get(':id')
  @Public()
  async show(
    @Param('id') id: string,
    @MaybeCaller() caller: Principal | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const committee = await this.committees.get(id);
    reply.header('etag', entityTag(committee.v));
    return viewFor(committee, caller);
  }

  @Post()
  @Roles('operator')
  async found(
    @Body({ schema: foundedCommittee }) given: FoundedCommittee,
    @Caller() caller: Principal,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const committee = await this.composeCommittee.found(given, caller, request, now);
    reply.headers({ location: `/api/v1/committees/${committee._id}`, etag: entityTag(committee.v) });
    return committeeView(committee, true);
  }

  @Patch(':id')
  @Roles('operator')
  async amend(
    @Param('id') id: string,
    @Body({ schema: amendedCommittee }) given: AmendedCommittee,
    @IfMatch() revision: number,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const committee = await this.composeCommittee.amend(id, given, revision, caller, now);
    reply.header('etag', entityTag(committee.v));
    return committeeView(committee, true);
  }
}

/** Who sits where is for operators and members; which networks do is for everyone. */
const viewFor = (committee: Committee, caller: Principal | undefined) =>
  committeeView(committee, Boolean(caller && (holds(caller, 'operator') || holds(caller, 'committee-member'))));
