import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Caller, type Principal } from '#access';
import { moment } from '#contracts';
import { Wake } from '#messaging';
import { Answers, Now, paging } from '#platform';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { queuedAnswer } from '../endpoints/endpoint.answers.ts';
import { DeliveryNotFound, DeliveryNotKept, EndpointDisabled } from '../endpoints/endpoint.problems.ts';
import { EndpointRepository } from '../endpoints/endpoint.repository.ts';
import { reception } from '../endpoints/endpoint.ts';
import { OwnEndpoint } from '../endpoints/own-endpoint.ts';
import { DeliveriesView } from './deliveries.view.ts';
import { deliveriesAnswer, eventsAnswer, replayAnswer } from './delivery.answers.ts';
import { type ListQuery, listQuery } from './list-query.ts';
import { againFrom, deliveryOfWebhookId, type WebhookDelivery } from './webhook-delivery.ts';

const eventsQuery = z.strictObject({
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  limit: paging.limit,
});

const wantedReplay = z.strictObject({
  since: moment.refine((at) => Date.parse(at) <= Date.now(), {
    params: { code: 'in-the-future', fr: 'Cette date n’est pas encore venue.', en: 'This date has not come yet.' },
  }),
  /** `missed`: what was given up, or was never for this endpoint; `all`: what it took, too. */
  what: z.enum(['missed', 'all']).default('missed'),
});

/** What was sent to an endpoint, and how it went: seen by its owner only. */
@Controller('api/v1')
export class DeliveriesController {
  constructor(
    private readonly endpoints: EndpointRepository,
    private readonly own: OwnEndpoint,
    private readonly ledger: LedgerRepository,
    private readonly view: DeliveriesView,
    private readonly wake: Wake,
  ) {}

  @Get('webhook-endpoints/:id/deliveries')
  @Answers('Lists what was sent to an endpoint, attempt by attempt, the newest first', { schema: deliveriesAnswer })
  async list(
    @Param('id') id: string,
    @Query({ schema: listQuery }) query: ListQuery,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    await this.own.find(id, caller);
    return this.view.list(id, query, now);
  }

  /** What this receiver was to get after a number, for one that was away: the same bodies, in order. */
  @Get('webhook-endpoints/:id/events')
  @Answers('Lists what an endpoint was to get after a number, in order', { schema: eventsAnswer })
  async events(
    @Param('id') id: string,
    @Query({ schema: eventsQuery }) { after, limit }: z.output<typeof eventsQuery>,
    @Caller() caller: Principal,
  ) {
    return this.view.events(await this.own.find(id, caller), after, limit);
  }

  /**
   * Sends it once more, with the same id and body, whether or not it was taken before.
   *
   * @throws DeliveryNotKept (410) when that body is kept no more, or said a name that was taken off since
   */
  @Post('deliveries/:id/retry')
  @HttpCode(202)
  @Answers('Sends a delivery once more, under the same id', { status: 202, schema: queuedAnswer })
  async retry(@Param('id') id: string, @Caller() caller: Principal, @Now() now: Date) {
    const rowId = deliveryOfWebhookId(id);
    const row = rowId && (await this.ledger.find<WebhookDelivery>(rowId));
    if (!row) throw new DeliveryNotFound();
    const endpoint = await this.own.find(row.recipient, caller);
    if (reception[endpoint.status] === 'skip') throw new EndpointDisabled();
    const cause = await this.ledger.cause(row.cause);
    if (!cause || cause.withheld) throw new DeliveryNotKept(cause?.withheld ?? 'no-payload');
    await this.ledger.deliveries.collection.updateOne({ _id: row._id as never }, againFrom(now, { manual: true }));
    this.wake.call('webhooks');
    return { delivery: id };
  }

  /** Fills a new endpoint, or recovers what one missed since a date. */
  @Post('webhook-endpoints/:id/replay')
  @HttpCode(202)
  @Answers('Fills an endpoint, or recovers what it missed since a date', { status: 202, schema: replayAnswer })
  async replay(
    @Param('id') id: string,
    @Body({ schema: wantedReplay }) { since, what }: z.output<typeof wantedReplay>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    const endpoint = await this.own.find(id, caller);
    if (reception[endpoint.status] === 'skip') throw new EndpointDisabled();
    const replay = { since: new Date(since).toISOString(), what, askedAt: now.toISOString() };
    await this.endpoints.change(id, () => ({ replay }), now);
    this.wake.call('webhooks');
    return { since: replay.since, what };
  }
}
