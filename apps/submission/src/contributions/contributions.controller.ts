import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { belongsTo, Caller, holds, networksOf, type Principal, Roles } from '#access';
import { text } from '#contracts';
import type { IdempotentRequest } from '#persistence';
import { entityTag, Idempotency, IfMatch, Now, paging } from '#platform';
import { NetworkRepository } from '../networks/network.repository.ts';
import { ContributionNotFound } from './contribution.problems.ts';
import { ContributionRepository } from './contribution.repository.ts';
import { type Contribution, contributionStatuses } from './contribution.ts';
import { contributionDetail, contributionView } from './contribution.view.ts';
import { EditContribution } from './edit-contribution.ts';
import { EndorseContribution } from './endorse-contribution.ts';
import { edit, type Intake, intake } from './intake.ts';
import { ReturnContribution } from './return-contribution.ts';
import { SubmitContribution } from './submit-contribution.ts';
import { TakeInContribution } from './take-in-contribution.ts';
import { WithdrawContribution } from './withdraw-contribution.ts';

const creation = z.strictObject({ dryRun: z.stringbool().default(false) });
const listQuery = z.strictObject({ ...paging, status: z.enum(contributionStatuses).optional() });
const reasons = z.strictObject({ reasons: z.array(text(1000)).min(1).max(20) });
const withdrawal = z.strictObject({ reason: text(1000).optional() }).nullish();

/** The intake API: what networks contribute. */
@Controller('api/v1/contributions')
export class ContributionsController {
  constructor(
    private readonly contributions: ContributionRepository,
    private readonly networks: NetworkRepository,
    private readonly takeIn: TakeInContribution,
    private readonly editContribution: EditContribution,
    private readonly submitContribution: SubmitContribution,
    private readonly endorseContribution: EndorseContribution,
    private readonly returnContribution: ReturnContribution,
    private readonly withdrawContribution: WithdrawContribution,
  ) {}

  @Post()
  @Roles('contributor')
  async create(
    @Body({ schema: intake }) sent: Intake,
    @Query({ schema: creation }) { dryRun }: z.output<typeof creation>,
    @Caller() caller: Principal,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (dryRun) {
      await this.takeIn.check(sent, caller, now);
      reply.status(200);
      return { valid: true };
    }
    const { created, revision, view } = await this.takeIn.execute(sent, caller, request, now);
    reply
      .status(created ? 201 : 200)
      .headers({ location: `/api/v1/contributions/${view.id}`, etag: entityTag(revision) });
    return view;
  }

  @Get()
  async list(@Query({ schema: listQuery }) query: z.output<typeof listQuery>, @Caller() caller: Principal) {
    const { limit, cursor, status } = query;
    const networks = networksOf(caller);
    const { items, total } = await this.contributions.list({ networks, status, before: cursor, limit });
    const known = new Map(await Promise.all(networks.map(async (id) => [id, await this.networks.find(id)] as const)));
    const last = items.length === limit ? items.at(-1)?._id : undefined;
    const rest = new URLSearchParams({ limit: String(limit), ...(status ? { status } : {}), cursor: last ?? '' });
    return {
      items: items.flatMap((contribution) => {
        const network = known.get(contribution.network);
        return network ? [contributionView(contribution, network)] : [];
      }),
      total,
      next: last ? `/api/v1/contributions?${rest}` : null,
    };
  }

  @Get(':id')
  async show(@Param('id') id: string, @Caller() caller: Principal, @Res({ passthrough: true }) reply: FastifyReply) {
    const contribution = await this.contributions.store.find(id);
    const isSeen =
      contribution &&
      (belongsTo(caller, contribution.network) || (contribution.version > 0 && holds(caller, 'committee-member')));
    if (!contribution || !isSeen) throw new ContributionNotFound();
    reply.header('etag', entityTag(contribution.v));
    return contributionDetail(contribution, await this.networks.named(contribution.network, '/network'));
  }

  @Patch(':id')
  async edit(
    @Param('id') id: string,
    @Body({ schema: edit }) patch: object,
    @IfMatch() revision: number,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer(await this.editContribution.execute(id, patch, revision, caller, now), reply);
  }

  @Post(':id/submit')
  @HttpCode(200)
  async submit(
    @Param('id') id: string,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
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
