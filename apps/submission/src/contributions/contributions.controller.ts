import { Body, Controller, Get, Param, Patch, Post, Query, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { belongsTo, Caller, MaybeCaller, networksOf, type Principal, Roles } from '#access';
import type { IdempotentRequest } from '#persistence';
import { entityTag, Idempotency, IfMatch, Now, nextPage, Public, paging } from '#platform';
import { FindDuplicates } from '../duplicates/find-duplicates.ts';
import { marksOf } from '../duplicates/marks.ts';
import { NetworkRepository } from '../networks/network.repository.ts';
import { ContributionRepository } from './contribution.repository.ts';
import { type Contribution, contributionStatuses } from './contribution.ts';
import { contributionDetail, contributionView, privateFacts } from './contribution.view.ts';
import { EditContribution } from './edit-contribution.ts';
import { findSeen } from './find-contribution.ts';
import { contentOf, edit, type Intake, intake } from './intake.ts';
import { KeyOrNetwork } from './key-or-network.guard.ts';
import { ProposeContribution } from './propose-contribution.ts';
import { TakeInContribution } from './take-in-contribution.ts';

const creation = z.strictObject({ dryRun: z.stringbool().default(false) });
const listQuery = z.strictObject({ ...paging, status: z.enum(contributionStatuses).optional() });

/** The intake API: what networks contribute. */
@Controller('api/v1/contributions')
export class ContributionsController {
  constructor(
    private readonly contributions: ContributionRepository,
    private readonly networks: NetworkRepository,
    private readonly takeIn: TakeInContribution,
    private readonly propose: ProposeContribution,
    private readonly editContribution: EditContribution,
    private readonly duplicates: FindDuplicates,
  ) {}

  /** Without a key it is a proposal to a network, which its facilitator looks at. */
  @Post()
  @Public()
  @Roles('contributor')
  @UseGuards(KeyOrNetwork)
  async create(
    @Body({ schema: intake }) sent: Intake,
    @Query({ schema: creation }) { dryRun }: z.output<typeof creation>,
    @MaybeCaller() caller: Principal | undefined,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (dryRun) {
      await (caller ? this.takeIn.check(sent, caller, now) : this.propose.check(sent, now));
      reply.status(200);
      const content = contentOf(sent);
      return { valid: true, duplicates: await this.duplicates.like(content, marksOf(content), caller ?? null) };
    }
    if (!caller) {
      const proposed = await this.propose.execute(sent, request, now);
      reply.headers({ location: proposed.receipt, 'cache-control': 'no-store' });
      return proposed;
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
    const { items, total } = await this.contributions.list({
      networks: networksOf(caller),
      status,
      before: cursor,
      limit,
    });
    const known = await this.networks.byIds(items.map(({ network }) => network));
    return {
      items: items.flatMap((contribution) => {
        const network = known.get(contribution.network);
        return network ? [contributionView(contribution, network)] : [];
      }),
      total,
      next: nextPage('/api/v1/contributions', items, query, items.at(-1)?._id),
    };
  }

  @Get(':id')
  async show(@Param('id') id: string, @Caller() caller: Principal, @Res({ passthrough: true }) reply: FastifyReply) {
    const contribution = await findSeen(this.contributions, id, caller);
    reply.header('etag', entityTag(contribution.v));
    const detail = contributionDetail(contribution, await this.networks.named(contribution.network, '/network'));
    return belongsTo(caller, contribution.network) ? { ...detail, ...privateFacts(contribution) } : detail;
  }

  /** What it may repeat, for its author and those who review it. It blocks nothing. */
  @Get(':id/duplicates')
  async alike(@Param('id') id: string, @Caller() caller: Principal) {
    const items = await this.duplicates.of(await findSeen(this.contributions, id, caller), caller);
    return { items, total: items.length, next: null };
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

  private async answer(contribution: Contribution, reply: FastifyReply) {
    reply.header('etag', entityTag(contribution.v));
    return contributionView(contribution, await this.networks.named(contribution.network, '/network'));
  }
}
