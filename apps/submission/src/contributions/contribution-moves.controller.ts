import { Body, Controller, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Caller, type Principal } from '#access';
import { text } from '#contracts';
import { entityTag, Now } from '#platform';
import { NetworkRepository } from '../networks/network.repository.ts';
import { AgreeToContribution } from './agree-to-contribution.ts';
import type { Contribution } from './contribution.ts';
import { contributionView, privateFacts } from './contribution.view.ts';
import { EndorseContribution } from './endorse-contribution.ts';
import { RequestRemoval } from './request-removal.ts';
import { ReturnContribution } from './return-contribution.ts';
import { SubmitContribution } from './submit-contribution.ts';
import { WithdrawContribution } from './withdraw-contribution.ts';

const reasons = z.strictObject({ reasons: z.array(text(1000)).min(1).max(20) });
const submission = z.strictObject({ dryRun: z.stringbool().default(false) });
const withdrawal = z.strictObject({ reason: text(1000).optional() }).nullish();
const agreement = z.strictObject({ objection: text(1000).optional() }).nullish();
const removal = z.strictObject({ what: z.enum(['resource', 'name']), reason: text(1000).optional() });

/** What moves a contribution: its author, its co-producers, its facilitator. */
@Controller('api/v1/contributions')
export class ContributionMovesController {
  constructor(
    private readonly networks: NetworkRepository,
    private readonly submitContribution: SubmitContribution,
    private readonly endorseContribution: EndorseContribution,
    private readonly agreeToContribution: AgreeToContribution,
    private readonly returnContribution: ReturnContribution,
    private readonly withdrawContribution: WithdrawContribution,
    private readonly requestRemoval: RequestRemoval,
  ) {}

  /** A dry run only checks, files and all. */
  @Post(':id/submit')
  @HttpCode(200)
  async submit(
    @Param('id') id: string,
    @Query({ schema: submission }) { dryRun }: z.output<typeof submission>,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (dryRun) {
      await this.submitContribution.check(id, caller, now);
      return { valid: true };
    }
    return this.answer(await this.submitContribution.execute(id, caller, now), reply);
  }

  @Post(':id/endorse')
  @HttpCode(200)
  async endorse(
    @Param('id') id: string,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer(await this.endorseContribution.execute(id, caller, now), reply);
  }

  @Post(':id/return')
  @HttpCode(200)
  async return(
    @Param('id') id: string,
    @Body({ schema: reasons }) body: z.output<typeof reasons>,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer(await this.returnContribution.execute(id, body.reasons, caller, now), reply);
  }

  /** A co-producing network agrees to the version handed in, or objects. */
  @Post(':id/agree')
  @HttpCode(200)
  async agree(
    @Param('id') id: string,
    @Body({ schema: agreement }) body: z.output<typeof agreement>,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer(await this.agreeToContribution.execute(id, body?.objection ?? null, caller, now), reply);
  }

  /** The author asks that a public resource be withdrawn, or their name removed from it. */
  @Post(':id/removal-requests')
  @HttpCode(202)
  async askRemoval(
    @Param('id') id: string,
    @Body({ schema: removal }) { what, reason = undefined }: z.output<typeof removal>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return privateFacts(await this.requestRemoval.execute(id, what, reason ?? null, caller, now)).removalRequests;
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  async withdraw(
    @Param('id') id: string,
    @Body({ schema: withdrawal }) body: z.output<typeof withdrawal>,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer(await this.withdrawContribution.execute(id, body?.reason ?? null, caller, now), reply);
  }

  private async answer(contribution: Contribution, reply: FastifyReply) {
    reply.header('etag', entityTag(contribution.v));
    return contributionView(contribution, await this.networks.named(contribution.network, '/network'));
  }
}
