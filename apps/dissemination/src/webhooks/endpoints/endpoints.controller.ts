import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Caller, type Principal } from '#access';
import { line } from '#contracts';
import { Wake } from '#messaging';
import type { IdempotentRequest } from '#persistence';
import { Answers, entityTag, firstRevision, Idempotency, IfMatch, Now, paging, RevisionMismatch } from '#platform';
import { eventTypeNames } from '../events/event-types.ts';
import { type Health, healthView, healthy } from '../sending/endpoint-health.ts';
import { HealthRepository } from '../sending/health.repository.ts';
import { QueueTest } from '../sending/queue-test.ts';
import { CreateEndpoint, managedNetworks } from './create-endpoint.ts';
import { EditEndpoint } from './edit-endpoint.ts';
import { createdAnswer, editedAnswer, listOf, queuedAnswer, rotationAnswer, shownAnswer } from './endpoint.answers.ts';
import { EndpointNotVerified } from './endpoint.problems.ts';
import { EndpointRepository } from './endpoint.repository.ts';
import {
  type Endpoint,
  type EndpointEdits,
  endpointEdits,
  endpointView,
  type NewEndpoint,
  newEndpoint,
} from './endpoint.ts';
import { OwnEndpoint } from './own-endpoint.ts';
import { RotateSecret, type Rotation, rotation } from './rotate-secret.ts';

/** Of one network, for whoever manages several. */
const listQuery = z.strictObject({ ...paging, network: line(80).optional() });
const wantedTest = z.strictObject({ type: z.enum(eventTypeNames).default('ping') }).default({ type: 'ping' });

/** Where a network's own tools are told. */
@Controller('api/v1/webhook-endpoints')
export class EndpointsController {
  constructor(
    private readonly endpoints: EndpointRepository,
    private readonly healths: HealthRepository,
    private readonly own: OwnEndpoint,
    private readonly createEndpoint: CreateEndpoint,
    private readonly editEndpoint: EditEndpoint,
    private readonly rotateSecret: RotateSecret,
    private readonly queueTest: QueueTest,
    private readonly wake: Wake,
  ) {}

  @Get()
  @Answers('Lists your webhook endpoints', { schema: listOf(shownAnswer) })
  async list(
    @Query({ schema: listQuery }) { limit, cursor, network }: z.output<typeof listQuery>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    const wanted = managedNetworks(caller).filter((each) => network === undefined || each === network);
    const { items, total } = await this.endpoints.ofNetworks(wanted, cursor, limit);
    const last = items.length === limit ? items.at(-1)?._id : undefined;
    const next = new URLSearchParams({ limit: String(limit), ...(network ? { network } : {}), cursor: last ?? '' });
    const healths = await this.healths.ofEndpoints(items.map(({ _id }) => _id));
    const shown = items.map((endpoint) => this.shown(endpoint, healths.get(endpoint._id), now));
    return { items: shown, total, next: last ? `/api/v1/webhook-endpoints?${next}` : null };
  }

  @Post()
  @Answers('Registers an address to post to', {
    status: 201,
    schema: createdAnswer,
    headers: { location: 'The endpoint', etag: 'Its revision, for If-Match' },
    description: 'A signed ping follows at once: a 2xx makes it active. The secret is shown this once.',
  })
  async create(
    @Body({ schema: newEndpoint }) wanted: NewEndpoint,
    @Caller() caller: Principal,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const created = await this.createEndpoint.execute(wanted, caller, request, now);
    const location = `/api/v1/webhook-endpoints/${created.id}`;
    reply.headers({ location, etag: entityTag(firstRevision), 'cache-control': 'no-store' });
    return created;
  }

  @Get(':id')
  @Answers('Shows an endpoint, and how it fares', {
    schema: shownAnswer,
    headers: { etag: 'Its revision, for If-Match' },
  })
  async show(
    @Param('id') id: string,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const endpoint = await this.own.find(id, caller);
    reply.header('etag', entityTag(endpoint.v));
    return this.shown(endpoint, await this.healths.find(endpoint._id), now);
  }

  private shown(endpoint: Endpoint, health: Health = healthy, now: Date) {
    return { ...endpointView(endpoint), health: healthView(health, now) };
  }

  @Patch(':id')
  @Answers('Changes an endpoint, pauses it, or enables it again', {
    schema: editedAnswer,
    headers: { etag: 'Its new revision' },
    description: 'Another address answers a ping before it gets anything; what waited goes there.',
  })
  async edit(
    @Param('id') id: string,
    @Body({ schema: endpointEdits }) edits: EndpointEdits,
    @IfMatch() revision: number,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const endpoint = await this.own.find(id, caller);
    if (endpoint.v !== revision) throw new RevisionMismatch();
    const { endpoint: changed, warnings } = await this.editEndpoint.execute(endpoint, edits, now);
    reply.header('etag', entityTag(changed.v));
    return { ...endpointView(changed), warnings };
  }

  @Delete(':id')
  @HttpCode(204)
  @Answers('Ends an endpoint, for good', { status: 204 })
  async delete(@Param('id') id: string, @Caller() caller: Principal, @Now() now: Date) {
    await this.own.find(id, caller);
    await this.endpoints.change(id, () => ({ status: 'deleted' }), now);
    this.wake.call('webhooks');
  }

  /** A ping, or an example of any type: the same fixed resource each time. */
  @Post(':id/test')
  @HttpCode(202)
  @Answers('Sends a ping, or an example of an event type', { status: 202, schema: queuedAnswer })
  async test(
    @Param('id') id: string,
    @Body({ schema: wantedTest }) { type }: z.output<typeof wantedTest>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    const endpoint = await this.own.find(id, caller);
    // A ping comes before anything else.
    if (type !== 'ping' && endpoint.status === 'unverified') throw new EndpointNotVerified(endpoint.status);
    const delivery = await this.queueTest.test(endpoint, type, now);
    this.wake.call('webhooks');
    return { delivery };
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @Answers('Gives an endpoint another secret; both sign meanwhile', { schema: rotationAnswer })
  async rotate(
    @Param('id') id: string,
    @Body({ schema: rotation.default({ overlapDays: 1 }) }) wanted: Rotation,
    @Caller() caller: Principal,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.own.find(id, caller);
    reply.header('cache-control', 'no-store');
    return this.rotateSecret.execute(id, wanted, request, now);
  }
}
