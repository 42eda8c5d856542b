import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Caller, MaybeCaller, type Principal, Roles } from '#access';
import type { IdempotentRequest } from '#persistence';
import { Idempotency, Now, Public, paging } from '#platform';
import { ResourceRepository } from '../resources/resource.repository.ts';
import { type FeedbackQuery, FeedbackRepository } from './feedback.repository.ts';
import { feedbackStatuses, feedbackView, type GivenFeedback, givenFeedback } from './feedback.ts';
import { GiveFeedback } from './give-feedback.ts';
import { ModerateFeedback } from './moderate-feedback.ts';

const publicList = z.strictObject(paging);
const moderationList = z.strictObject({ ...paging, status: z.enum(feedbackStatuses).default('pending') });

/** What those who used a resource say of it. */
@Controller('api/v1')
export class FeedbackController {
  constructor(
    private readonly feedback: FeedbackRepository,
    private readonly resources: ResourceRepository,
    private readonly giveFeedback: GiveFeedback,
    private readonly moderateFeedback: ModerateFeedback,
  ) {}

  @Get('resources/:id/feedback')
  @Public()
  async published(@Param('id') id: string, @Query({ schema: publicList }) query: z.output<typeof publicList>) {
    const { _id: resource } = await this.resources.get(id);
    const { limit, cursor: after } = query;
    return this.page(`resources/${id}/feedback`, { resource, status: 'published', limit, after });
  }

  @Post('resources/:id/feedback')
  @Public()
  async give(
    @Param('id') id: string,
    @Body({ schema: givenFeedback }) given: GivenFeedback,
    @MaybeCaller() caller: Principal | undefined,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Req() { ip: address }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.giveFeedback.execute(id, given, { caller, address }, request, now);
    reply.header('location', `/api/v1/resources/${id}/feedback`);
    return answer;
  }

  @Get('editorial/feedback')
  @Roles('committee-member')
  async toModerate(@Query({ schema: moderationList }) query: z.output<typeof moderationList>) {
    const { limit, cursor: after, status } = query;
    return this.page('editorial/feedback', { status, limit, after }, `&status=${status}`);
  }

  @Post('editorial/feedback/:id/publish')
  @Roles('committee-member')
  @HttpCode(200)
  async publish(@Param('id') id: string, @Caller() caller: Principal, @Now() now: Date) {
    return feedbackView(await this.moderateFeedback.execute(id, 'published', caller, now));
  }

  @Post('editorial/feedback/:id/reject')
  @Roles('committee-member')
  @HttpCode(200)
  async reject(@Param('id') id: string, @Caller() caller: Principal, @Now() now: Date) {
    return feedbackView(await this.moderateFeedback.execute(id, 'rejected', caller, now));
  }

  private async page(path: string, query: FeedbackQuery, rest = '') {
    const { items, total } = await this.feedback.list(query);
    const last = items.length === query.limit ? items.at(-1)?._id : undefined;
    const next = last ? `/api/v1/${path}?limit=${query.limit}${rest}&cursor=${last}` : null;
    return { items: items.map(feedbackView), total, next };
  }
}
