import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Caller, type Principal, Roles } from '#access';
import type { IdempotentRequest } from '#persistence';
import { Idempotency, NotFound, Now, Public } from '#platform';
import { AddPolicyVersion } from './add-policy-version.ts';
import { Policies } from './policies.ts';
import { type NewPolicyVersion, newPolicyVersion, policyPreview } from './policy.schema.ts';
import { PreviewPolicy } from './preview-policy.ts';

/** The rules, for everyone to read: those in force, those before, and those that are coming. */
@Controller('api/v1/policy')
export class PolicyController {
  constructor(
    private readonly policies: Policies,
    private readonly previewPolicy: PreviewPolicy,
    private readonly addPolicyVersion: AddPolicyVersion,
  ) {}

  @Get()
  @Public()
  async current(@Now() now: Date) {
    return this.policies.current(now);
  }

  @Get('versions')
  @Public()
  async versions(@Now() now: Date) {
    const [items, { version }] = await Promise.all([this.policies.all(), this.policies.current(now)]);
    return { items, total: items.length, next: null, current: version };
  }

  @Get('versions/:version')
  @Public()
  async version(@Param('version') version: string) {
    const policy = /^\d{1,9}$/.test(version) ? await this.policies.find(Number(version)) : null;
    if (!policy) throw new NotFound();
    return policy;
  }

  @Post('preview')
  @Roles('operator', 'committee-member')
  @HttpCode(200)
  async preview(@Body({ schema: policyPreview }) { changes }: z.output<typeof policyPreview>, @Now() now: Date) {
    return this.previewPolicy.execute(changes, now);
  }

  @Post('versions')
  @Roles('operator')
  async add(
    @Body({ schema: newPolicyVersion }) given: NewPolicyVersion,
    @Caller() caller: Principal,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const policy = await this.addPolicyVersion.execute(given, caller, request, now);
    reply.header('location', `/api/v1/policy/versions/${policy.version}`);
    return policy;
  }
}
