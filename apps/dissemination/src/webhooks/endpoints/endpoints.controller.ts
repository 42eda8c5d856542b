import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Caller, type Principal } from '#access';
import { Wake } from '#messaging';
import { checkAddressResolved, type OutboundPolicy } from '#outbound-http';
import type { IdempotentRequest } from '#persistence';
import { entityTag, firstRevision, Idempotency, IfMatch, Now, paging, RevisionMismatch } from '#platform';
import { QueuePing } from '../sending/queue-ping.ts';
import { CreateEndpoint, managedNetworks } from './create-endpoint.ts';
import { EndpointNotFound, EndpointNotVerified, refusedAddress } from './endpoint.problems.ts';
import { EndpointRepository } from './endpoint.repository.ts';
import {
  type Endpoint,
  type EndpointEdits,
  endpointEdits,
  endpointView,
  type NewEndpoint,
  newEndpoint,
} from './endpoint.ts';
import { WEBHOOK_POLICY } from './webhook-policy.ts';

const listQuery = z.strictObject(paging);

/** Where a network's own tools are told. */
@Controller('api/v1/webhook-endpoints')
export class EndpointsController {
  constructor(
    private readonly endpoints: EndpointRepository,
    private readonly createEndpoint: CreateEndpoint,
    private readonly queuePing: QueuePing,
    private readonly wake: Wake,
    @Inject(WEBHOOK_POLICY) private readonly policy: OutboundPolicy,
  ) {}

  @Get()
  async list(@Query({ schema: listQuery }) { limit, cursor }: z.output<typeof listQuery>, @Caller() caller: Principal) {
    const { items, total } = await this.endpoints.ofNetworks(managedNetworks(caller), cursor, limit);
    const last = items.length === limit ? items.at(-1)?._id : undefined;
    return {
      items: items.map(endpointView),
      total,
      next: last ? `/api/v1/webhook-endpoints?limit=${limit}&cursor=${last}` : null,
    };
  }

  @Post()
  async create(
    @Body({ schema: newEndpoint }) wanted: NewEndpoint,
    @Caller() caller: Principal,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const created = await this.createEndpoint.execute(wanted, caller, request, now);
    reply.headers({
      location: `/api/v1/webhook-endpoints/${created.id}`,
      etag: entityTag(firstRevision),
      'cache-control': 'no-store',
    });
    return created;
  }

  @Get(':id')
  async show(@Param('id') id: string, @Caller() caller: Principal, @Res({ passthrough: true }) reply: FastifyReply) {
    const endpoint = await this.own(id, caller);
    reply.header('etag', entityTag(endpoint.v));
    return endpointView(endpoint);
  }

  @Patch(':id')
  async edit(
    @Param('id') id: string,
    @Body({ schema: endpointEdits }) edits: EndpointEdits,
    @IfMatch() revision: number,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const endpoint = await this.own(id, caller);
    if (endpoint.v !== revision) throw new RevisionMismatch();
    if (edits.status && endpoint.status === 'unverified') throw new EndpointNotVerified(endpoint.status);
    if (edits.url) {
      const check = await checkAddressResolved(edits.url, this.policy);
      if (!check.ok) throw refusedAddress(check);
    }
    const changes = { ...edits, ...(edits.status ? { reason: null } : {}) };
    const changed = await this.endpoints.store.save(endpoint, changes, now);
    this.wake.call('webhooks');
    reply.header('etag', entityTag(changed.v));
    return endpointView(changed);
  }

  @Delete(':id')
  @HttpCode(204)
  async delete(@Param('id') id: string, @Caller() caller: Principal, @Now() now: Date) {
    await this.own(id, caller);
    await this.endpoints.change(id, () => ({ status: 'deleted' }), now);
    this.wake.call('webhooks');
  }

  @Post(':id/test')
  @HttpCode(202)
  async test(@Param('id') id: string, @Caller() caller: Principal, @Now() now: Date) {
    const endpoint = await this.own(id, caller);
    const delivery = await this.queuePing.execute(endpoint, 'test', now);
    this.wake.call('webhooks');
    return { delivery };
  }

  /** @throws EndpointNotFound also for another network's: it is none of the caller's business. */
  private async own(id: string, caller: Principal): Promise<Endpoint> {
    const endpoint = await this.endpoints.store.find(id);
    const isOwn = endpoint && endpoint.status !== 'deleted' && managedNetworks(caller).includes(endpoint.network);
    if (!endpoint || !isOwn) throw new EndpointNotFound();
    return endpoint;
  }
}
