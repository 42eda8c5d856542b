import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Caller, type Principal, Roles } from '#access';
import { distinct, line, text } from '#contracts';
import { asProblem, entityTag, Now, nextPage, paging } from '#platform';
import { contributionView } from '../contributions/contribution.view.ts';
import { EndorseContribution } from '../contributions/endorse-contribution.ts';
import { ReturnContribution } from '../contributions/return-contribution.ts';
import { NetworkRepository } from '../networks/network.repository.ts';
import { FrameContribution, type Metadata, metadata } from './frame-contribution.ts';
import { FramingQueue } from './framing-queue.ts';

const listQuery = z.strictObject(paging);
const ids = distinct(line(80), { min: 1, max: 100 });
const bulk = z.strictObject({ ids });
const bulkReturn = z.strictObject({ ids, reasons: z.array(text(1000)).min(1).max(20) });
const bulkEdit = z.strictObject({ ids, metadata });

/** The facilitator's desk: what was handed in and waits for them. */
@Controller('api/v1/framing')
@Roles('facilitator')
export class FramingController {
  constructor(
    private readonly queue: FramingQueue,
    private readonly networks: NetworkRepository,
    private readonly endorseContribution: EndorseContribution,
    private readonly returnContribution: ReturnContribution,
    private readonly frameContribution: FrameContribution,
  ) {}

  /** The longest waiting first. */
  @Get()
  async list(
    @Query({ schema: listQuery }) query: z.output<typeof listQuery>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    const { items, total, last } = await this.queue.list(caller, query.cursor, query.limit, now);
    return { items, total, next: nextPage('/api/v1/framing', items, query, last) };
  }

  @Post('endorse')
  @HttpCode(200)
  async endorse(@Body({ schema: bulk }) body: z.output<typeof bulk>, @Caller() caller: Principal, @Now() now: Date) {
    return each(body.ids, (id) => this.endorseContribution.execute(id, caller, now));
  }

  @Post('return')
  @HttpCode(200)
  async return(
    @Body({ schema: bulkReturn }) { ids: wanted, reasons }: z.output<typeof bulkReturn>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return each(wanted, (id) => this.returnContribution.execute(id, reasons, caller, now));
  }

  @Post('edit')
  @HttpCode(200)
  async editAll(
    @Body({ schema: bulkEdit }) body: z.output<typeof bulkEdit>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return each(body.ids, (id) => this.frameContribution.execute(id, body.metadata, caller, now));
  }

  /** Corrects how one is catalogued: the next version, with the words of its author. */
  @Patch(':id')
  async edit(
    @Param('id') id: string,
    @Body({ schema: metadata }) edits: Metadata,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const contribution = await this.frameContribution.execute(id, edits, caller, now);
    reply.header('etag', entityTag(contribution.v));
    return contributionView(contribution, await this.networks.named(contribution.network, '/network'));
  }
}

/** One by one: what is refused to one keeps no other from passing. */
const each = async (wanted: readonly string[], work: (id: string) => Promise<{ status: string; version: number }>) => {
  const items: { id: string; status: string | null; version: number | null; problem: object | null }[] = [];
  for (const id of wanted) {
    try {
      const { status, version } = await work(id);
      items.push({ id, status, version, problem: null });
    } catch (error) {
      const { type, status, detail } = asProblem(error);
      if (status >= 500) throw error;
      items.push({
        id,
        status: null,
        version: null,
        problem: { type: `/problems/${type}`, status, detail: detail.fr },
      });
    }
  }
  return { items, total: items.length, next: null };
};
