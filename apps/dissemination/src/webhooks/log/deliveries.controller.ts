import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Caller, type Principal } from '#access';
import { Wake } from '#messaging';
import { decodeCursor, encodeCursor, Now, Public, paging } from '#platform';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { managedNetworks } from '../endpoints/create-endpoint.ts';
import { DeliveryNotFound, EndpointNotFound } from '../endpoints/endpoint.problems.ts';
import { EndpointRepository } from '../endpoints/endpoint.repository.ts';
import { eventTypes } from '../endpoints/endpoint.ts';
import { deliveryOfWebhookId, deliveryView, type WebhookDelivery } from './webhook-delivery.ts';

const listQuery = z.strictObject({
  ...paging,
  status: z.enum(['pending', 'held', 'sent', 'failed', 'cancelled']).optional(),
});
const position = z.tuple([z.iso.datetime(), z.string()]);

const descriptions: Record<(typeof eventTypes)[number], string> = {
  'resource.published': 'Le comité a approuvé une ressource.',
  'resource.revised': 'Une nouvelle version d’une ressource publique est approuvée ; « change » dit ce qui change.',
  ping: 'Essaim vérifie que l’adresse reçoit.',
};

/** What was sent to an endpoint, and how it went: seen by its owner only. */
@Controller('api/v1')
export class DeliveriesController {
  constructor(
    private readonly endpoints: EndpointRepository,
    private readonly ledger: LedgerRepository,
    private readonly wake: Wake,
  ) {}

  @Get('event-types')
  @Public()
  types() {
    const items = eventTypes.map((type) => ({ type, description: descriptions[type] }));
    return { items, total: items.length, next: null };
  }

  @Get('webhook-endpoints/:id/deliveries')
  async list(
    @Param('id') id: string,
    @Query({ schema: listQuery }) { limit, cursor, status }: z.output<typeof listQuery>,
    @Caller() caller: Principal,
  ) {
    await this.requireOwn(id, caller);
    const all = { recipient: id, channel: 'webhook', ...(status ? { state: status } : {}) };
    const [at, last] = (cursor && decodeCursor(cursor, position)) || [];
    const rest = at
      ? { $or: [{ createdAt: { $lt: new Date(at) } }, { createdAt: new Date(at), _id: { $lt: last } }] }
      : {};
    const [rows, total] = await Promise.all([
      this.ledger.deliveries
        .find({ ...all, ...rest } as never)
        .sort({ createdAt: -1, _id: -1 })
        .limit(limit)
        .lean<WebhookDelivery[]>(),
      this.ledger.deliveries.countDocuments(all as never),
    ]);
    const end = rows.length === limit ? rows.at(-1) : undefined;
    const next = new URLSearchParams({ limit: String(limit), ...(status ? { status } : {}) });
    if (end) next.set('cursor', encodeCursor([end.createdAt.toISOString(), end._id]));
    return {
      items: rows.map(deliveryView),
      total,
      next: end ? `/api/v1/webhook-endpoints/${id}/deliveries?${next}` : null,
    };
  }

  /** Sends it once more, with the same id and body, whether or not it was taken before. */
  @Post('deliveries/:id/retry')
  @HttpCode(202)
  async retry(@Param('id') id: string, @Caller() caller: Principal, @Now() now: Date) {
    const rowId = deliveryOfWebhookId(id);
    const row = rowId && (await this.ledger.find<WebhookDelivery>(rowId));
    if (!row) throw new DeliveryNotFound();
    await this.requireOwn(row.recipient, caller);
    await this.ledger.deliveries.updateOne({ _id: row._id }, { $set: { state: 'pending', dueAt: now, attempts: 0 } });
    this.wake.call('webhooks');
    return { delivery: id };
  }

  private async requireOwn(id: string, caller: Principal): Promise<void> {
    const endpoint = await this.endpoints.store.find(id);
    if (!endpoint || !managedNetworks(caller).includes(endpoint.network)) throw new EndpointNotFound();
  }
}
