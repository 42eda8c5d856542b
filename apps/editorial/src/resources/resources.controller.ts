import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Caller, holds, type Principal, Roles } from '#access';
import { line } from '#contracts';
import { entityTag, Forbidden, Now } from '#platform';
import { CaseRepository } from '../cases/case.repository.ts';
import { type GivenVerification, givenVerification } from '../cases/opinion.schema.ts';
import { AnswerRequest } from './answer-request.ts';
import { isAuthor, MoveResource } from './move-resource.ts';
import { PossibleMoves } from './possible-moves.view.ts';
import { ResourceRepository } from './resource.repository.ts';
import { type Command, commands, type Resource } from './resource.ts';
import { requestView, resourceRecord } from './resource.view.ts';
import { VerifyResource } from './verify-resource.ts';

const givenMove = z.strictObject({
  reason: line(500),
  version: z.number().int().positive().optional(),
  voidsVerification: z.boolean().optional(),
});
type GivenMove = z.output<typeof givenMove>;
const reasonOnly = z.strictObject({ reason: line(500) });
const listQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(100) });

/** The later life of what is public. */
@Controller('api/v1')
export class ResourcesController {
  constructor(
    private readonly resources: ResourceRepository,
    private readonly cases: CaseRepository,
    private readonly moveResource: MoveResource,
    private readonly answerRequest: AnswerRequest,
    private readonly verifyResource: VerifyResource,
    private readonly possibleMoves: PossibleMoves,
  ) {}

  @Get('resources/:id/record')
  async record(
    @Param('id') id: string,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const resource = await this.resources.get(id);
    if (!isAuthor(resource, caller) && !holds(caller, 'committee-member') && !holds(caller, 'verifier')) {
      throw new Forbidden();
    }
    reply.header('etag', entityTag(resource.v));
    const possible = await this.possibleMoves.of(resource, caller, now);
    return { ...(await this.recordOf(resource)), possible };
  }

  /** 200 when it is done; 202 with the request when the committee must answer first. */
  @Post(commands.map((command) => `resources/:id/${command}`))
  @HttpCode(200)
  async move(
    @Param('id') id: string,
    @Body({ schema: givenMove }) given: GivenMove,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Req() { routeOptions }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const command = commands.find((name) => routeOptions.url?.endsWith(`/${name}`)) as Command;
    const { resource, request } = await this.moveResource.execute(id, command, given, caller, now);
    if (request) reply.status(202);
    reply.header('etag', entityTag(resource.v));
    return request ? { request: requestView(resource, request) } : this.recordOf(resource);
  }

  /** A professional reads what is public again: shown once a member of the committee confirms. */
  @Post('resources/:id/verifications')
  @Roles('verifier')
  async verify(
    @Param('id') id: string,
    @Body({ schema: givenVerification }) given: GivenVerification,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const resource = await this.verifyResource.execute(id, given, caller, now);
    reply.header('location', `/api/v1/resources/${id}/record`);
    return this.recordOf(resource);
  }

  @Get('editorial/requests')
  @Roles('committee-member')
  async requests(@Query({ schema: listQuery }) { limit }: z.output<typeof listQuery>) {
    const resources = await this.resources.withRequests(limit);
    const items = resources.flatMap((resource) => resource.requests.map((request) => requestView(resource, request)));
    return { items, total: items.length, next: null };
  }

  @Post('resources/:id/requests/:request/accept')
  @Roles('committee-member')
  @HttpCode(200)
  async accept(
    @Param('id') id: string,
    @Param('request') request: string,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return this.recordOf(await this.answerRequest.execute(id, request, null, caller, now));
  }

  @Post('resources/:id/requests/:request/decline')
  @Roles('committee-member')
  @HttpCode(200)
  async decline(
    @Param('id') id: string,
    @Param('request') request: string,
    @Body({ schema: reasonOnly }) { reason }: z.output<typeof reasonOnly>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return this.recordOf(await this.answerRequest.execute(id, request, reason, caller, now));
  }

  private async recordOf(resource: Resource) {
    return resourceRecord(resource, await this.cases.proposalsOf(resource._id));
  }
}
