import { Body, Controller, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { belongsTo, Caller, holds, networksOf, type Principal, Roles } from '#access';
import { line } from '#contracts';
import { createOnce, type IdempotentRequest, idempotencyOf, newId } from '#persistence';
import {
  entityTag,
  Forbidden,
  firstRevision,
  Idempotency,
  IfMatch,
  NotFound,
  Now,
  nextPage,
  paging,
  RevisionMismatch,
} from '#platform';
import { NetworkRepository } from '../networks/network.repository.ts';
import { ownNetwork } from '../networks/own-network.ts';
import { PlanRepository } from './plan.repository.ts';
import { type NewPlan, newPlan, type PlanEdits, planEdits, planView } from './plan.ts';

const listQuery = z.strictObject({ ...paging, network: line(80).optional() });
const absent = { fr: 'Plan de contribution introuvable.', en: 'Contribution plan not found.' };

/** What networks committed to contribute: between them and their facilitators. */
@Controller('api/v1/plans')
export class PlansController {
  constructor(
    private readonly plans: PlanRepository,
    private readonly networks: NetworkRepository,
  ) {}

  @Get()
  async list(
    @Query({ schema: listQuery }) query: z.output<typeof listQuery>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    const wanted = query.network && (await this.networks.named(query.network, '/network'))._id;
    const networks = networksOf(caller).filter((network) => !wanted || network === wanted);
    const { items, total } = await this.plans.list(networks, query.cursor, query.limit);
    return {
      items: items.map((plan) => planView(plan, now)),
      total,
      next: nextPage('/api/v1/plans', items, query, items.at(-1)?._id),
    };
  }

  @Get(':id')
  async show(
    @Param('id') id: string,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const plan = await this.find(id, caller);
    reply.header('etag', entityTag(plan.v));
    return planView(plan, now);
  }

  @Post()
  @Roles('facilitator')
  async plan(
    @Body({ schema: newPlan }) wanted: NewPlan,
    @Caller() caller: Principal,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await ownNetwork(this.networks, caller, 'facilitator', wanted.network);
    const answer = await createOnce(this.plans.store.model, request, async () => {
      const plan = {
        _id: newId(),
        ...wanted,
        network: network._id,
        family: wanted.family ?? null,
        note: wanted.note ?? null,
        dueAt: new Date(wanted.dueAt).toISOString(),
        status: 'open' as const,
        fulfilments: [],
        createdAt: now.toISOString(),
      };
      const view = planView({ ...plan, v: firstRevision }, now);
      await this.plans.store.insert({ ...plan, idempotency: idempotencyOf(request, view, new Date()) }, now);
      return view;
    });
    reply.headers({ location: `/api/v1/plans/${answer.id}`, etag: entityTag(firstRevision) });
    return answer;
  }

  @Patch(':id')
  @Roles('facilitator')
  async edit(
    @Param('id') id: string,
    @Body({ schema: planEdits }) edits: PlanEdits,
    @IfMatch() revision: number,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const plan = await this.find(id, caller);
    if (!holds(caller, 'facilitator', plan.network)) throw new Forbidden();
    if (plan.v !== revision) throw new RevisionMismatch();
    const dueAt = edits.dueAt ? { dueAt: new Date(edits.dueAt).toISOString() } : {};
    const changed = await this.plans.store.save(plan, { ...edits, ...dueAt } as Partial<typeof plan>, now);
    reply.header('etag', entityTag(changed.v));
    return planView(changed, now);
  }

  private async find(id: string, caller: Principal) {
    const plan = await this.plans.store.find(id);
    if (!plan || !belongsTo(caller, plan.network)) throw new NotFound(absent);
    return plan;
  }
}
