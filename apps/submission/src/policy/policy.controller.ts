import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Roles } from '#access';
import { moment } from '#contracts';
import { Now, Public } from '#platform';
import { NetworkRepository } from '../networks/network.repository.ts';
import { PreviewPolicy } from './preview-policy.ts';
import { ProductionPolicies } from './production-policies.ts';
import { type NewPolicy, newPolicy, type ProductionPolicy } from './production-policy.ts';

const since = z.strictObject({ since: moment.optional() });
const yearMs = 365 * 24 * 3600 * 1000;

/** Who may produce: public to read, for operators to change. */
@Controller('api/v1/submission/policy')
export class ProductionPolicyController {
  constructor(
    private readonly policies: ProductionPolicies,
    private readonly networks: NetworkRepository,
    private readonly preview: PreviewPolicy,
  ) {}

  @Get()
  @Public()
  async current(@Now() now: Date) {
    return { current: await this.policies.current(now), versions: await this.policies.all() };
  }

  @Post()
  @Roles('operator')
  async activate(
    @Body({ schema: newPolicy }) wanted: NewPolicy,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const policy = await this.proposed(wanted, now);
    await this.policies.add(policy);
    reply.header('location', '/api/v1/submission/policy');
    return policy;
  }

  /** « Ce que cela aurait changé ». */
  @Post('preview')
  @HttpCode(200)
  @Roles('operator')
  async wouldChange(
    @Body({ schema: newPolicy }) wanted: NewPolicy,
    @Query({ schema: since }) query: z.output<typeof since>,
    @Now() now: Date,
  ) {
    const from = query.since ? new Date(query.since) : new Date(now.getTime() - yearMs);
    return this.preview.execute(await this.proposed(wanted, now), from, now);
  }

  /** Networks are named by slug or id, and kept by id. A policy never counts for what was handed in before. */
  private async proposed(wanted: NewPolicy, now: Date): Promise<ProductionPolicy> {
    const { activeFrom, ...rules } = wanted;
    const allowList = await Promise.all(
      wanted.allowList.map(async (name, index) => (await this.networks.named(name, `/allowList/${index}`))._id),
    );
    const last = (await this.policies.all()).at(-1);
    const from = Math.max(now.getTime(), activeFrom ? Date.parse(activeFrom) : 0);
    return { version: (last?.version ?? 0) + 1, activeFrom: new Date(from).toISOString(), ...rules, allowList };
  }
}
