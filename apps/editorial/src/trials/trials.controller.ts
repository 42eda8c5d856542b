import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { belongsTo, Caller, holds, type Principal, Roles } from '#access';
import type { IdempotentRequest } from '#persistence';
import { Forbidden, Idempotency, Now, Public } from '#platform';
import { FeedbackRepository } from '../feedback/feedback.repository.ts';
import { isAuthor } from '../resources/move-resource.ts';
import { ResourceRepository } from '../resources/resource.repository.ts';
import { CloseTrial } from './close-trial.ts';
import { OpenTrial } from './open-trial.ts';
import { TrialRepository } from './trial.repository.ts';
import { type GivenTrial, type GivenVolunteer, givenTrial, givenVolunteer, trialReport, trialView } from './trial.ts';
import { VolunteerForTrial } from './volunteer-for-trial.ts';

/** Public resources that networks try out, and what came of it. */
@Controller('api/v1/resources/:id/trials')
export class TrialsController {
  constructor(
    private readonly trials: TrialRepository,
    private readonly resources: ResourceRepository,
    private readonly feedback: FeedbackRepository,
    private readonly openTrial: OpenTrial,
    private readonly volunteerForTrial: VolunteerForTrial,
    private readonly closeTrial: CloseTrial,
  ) {}

  @Get()
  @Public()
  async list(@Param('id') id: string, @Now() now: Date) {
    await this.resources.get(id);
    const items = (await this.trials.of(id)).map((trial) => trialView(trial, now));
    return { items, total: items.length, next: null };
  }

  @Post()
  async open(
    @Param('id') id: string,
    @Body({ schema: givenTrial }) given: GivenTrial,
    @Caller() caller: Principal,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const trial = await this.openTrial.execute(id, given, caller, request, now);
    reply.header('location', `/api/v1/resources/${id}/trials`);
    return trialView(trial, now);
  }

  @Post(':trial/volunteers')
  @Roles('contributor', 'facilitator')
  async volunteer(
    @Param('id') id: string,
    @Param('trial') trial: string,
    @Body({ schema: givenVolunteer }) given: GivenVolunteer,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return trialView(await this.volunteerForTrial.execute(id, trial, given, caller, now), now);
  }

  @Post(':trial/close')
  @HttpCode(200)
  async close(@Param('id') id: string, @Param('trial') trial: string, @Caller() caller: Principal, @Now() now: Date) {
    return trialView(await this.closeTrial.execute(id, trial, caller, now), now);
  }

  /** For the committee, for its own network, and for those who tried. */
  @Get(':trial/report')
  async report(
    @Param('id') id: string,
    @Param('trial') trialId: string,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    const resource = await this.resources.get(id);
    const mayJudge = isAuthor(resource, caller) || holds(caller, 'committee-member');
    const trial = await this.trials.get(trialId, id);
    if (!mayJudge && !trial.volunteers.some(({ network }) => belongsTo(caller, network.id))) throw new Forbidden();
    return trialReport(trial, await this.feedback.ofTrial(trialId), now);
  }
}
