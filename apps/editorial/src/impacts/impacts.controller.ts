import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Caller, holds, networksOf, type Principal } from '#access';
import { line } from '#contracts';
import { Forbidden, Now } from '#platform';
import { Seats } from '../cases/seats.ts';
import { isAuthor } from '../resources/move-resource.ts';
import { ResourceRepository } from '../resources/resource.repository.ts';
import type { Resource } from '../resources/resource.ts';
import { ImpactNotFound } from './impact.problems.ts';
import { type Impact, impactOutcomes } from './impact.ts';
import { impactView, possibleFor } from './impact.view.ts';
import { JudgeImpact } from './judge-impact.ts';

const listQuery = z.strictObject({
  status: z.enum(['open', 'accepted', 'closed']).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(100),
});
const closing = z.strictObject({ outcome: z.enum(impactOutcomes), reason: line(500) });
const accepting = z.strictObject({}).optional();

/** What a changed text does to public resources: for the committee, and for whoever keeps one of them. */
@Controller('api/v1/impacts')
export class ImpactsController {
  constructor(
    private readonly resources: ResourceRepository,
    private readonly seats: Seats,
    private readonly judgeImpact: JudgeImpact,
  ) {}

  /** Without `status`, those that wait for somebody. */
  @Get()
  async list(@Query({ schema: listQuery }) { status, limit }: z.output<typeof listQuery>, @Caller() caller: Principal) {
    const statuses = status ? [status] : (['open', 'accepted'] as const);
    const own = caller.kind === 'network' ? [caller.id] : networksOf(caller);
    const isMember = holds(caller, 'committee-member');
    if (!isMember && own.length === 0) throw new Forbidden();
    const resources = await this.resources.withImpacts(statuses, isMember ? null : own, limit);
    const items = resources
      .flatMap((resource) =>
        (resource.impacts ?? []).flatMap((impact) =>
          (statuses as readonly string[]).includes(impact.status) ? [impactView(resource, impact)] : [],
        ),
      )
      .toSorted(byUrgency)
      .slice(0, limit);
    return { items, total: items.length, next: null };
  }

  @Get(':id')
  async show(@Param('id') id: string, @Caller() caller: Principal, @Now() now: Date) {
    const { resource, impact } = await this.resources.withImpact(id);
    if (!isAuthor(resource, caller) && !holds(caller, 'committee-member')) throw new ImpactNotFound();
    return this.shown(resource, impact, caller, now);
  }

  @Post(':id/accept')
  @HttpCode(200)
  async accept(
    @Param('id') id: string,
    @Body({ schema: accepting }) _: unknown,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    const { resource, impact } = await this.judgeImpact.accept(id, caller, now);
    return this.shown(resource, impact, caller, now);
  }

  @Post(':id/close')
  @HttpCode(200)
  async close(
    @Param('id') id: string,
    @Body({ schema: closing }) { outcome, reason }: z.output<typeof closing>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    const { resource, impact } = await this.judgeImpact.close(id, outcome, reason, caller, now);
    return this.shown(resource, impact, caller, now);
  }

  private async shown(resource: Resource, impact: Impact, caller: Principal, now: Date) {
    const mayOverride = await this.seats.mayOverride(caller, resource.committee, now);
    return { ...impactView(resource, impact), possible: possibleFor(resource, impact, caller, mayOverride) };
  }
}

const levels = ['certain', 'probable', 'possible'];
type Shown = ReturnType<typeof impactView>;

/** The gravest first, then what takes effect first. */
const byUrgency = (one: Shown, other: Shown): number =>
  levels.indexOf(one.level) - levels.indexOf(other.level) ||
  (one.effectiveAt ?? '0').localeCompare(other.effectiveAt ?? '0') ||
  one.id.localeCompare(other.id);
