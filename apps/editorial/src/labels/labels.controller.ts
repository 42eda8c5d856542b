import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Caller, type Principal, Roles } from '#access';
import { line } from '#contracts';
import type { IdempotentRequest } from '#persistence';
import { Idempotency, Now } from '#platform';
import { CaseRepository } from '../cases/case.repository.ts';
import { WeighCase } from '../cases/weigh-case.ts';
import { resourceRecord } from '../resources/resource.view.ts';
import { ProposeLabel } from './propose-label.ts';
import { RevokeLabel } from './revoke-label.ts';

const nothing = z.strictObject({}).nullish();
const revocation = z.strictObject({ reason: line(500) });

/** The national reference: proposed here, voted on as a case, revoked here. */
@Controller('api/v1/resources/:id')
@Roles('committee-member')
export class LabelsController {
  constructor(
    private readonly cases: CaseRepository,
    private readonly weighCase: WeighCase,
    private readonly proposeLabel: ProposeLabel,
    private readonly revokeLabel: RevokeLabel,
  ) {}

  @Post('label-proposals')
  async propose(
    @Param('id') id: string,
    @Body({ schema: nothing }) _: z.output<typeof nothing>,
    @Caller() caller: Principal,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const proposed = await this.proposeLabel.execute(id, caller, request, now);
    reply.header('location', `/api/v1/cases/${proposed.caseId}`);
    const subject = await this.cases.store.find(proposed.caseId);
    const missing = subject && !subject.decision ? (await this.weighCase.execute(subject, now)).missing : [];
    return { ...proposed, decision: subject?.decision ?? null, missing };
  }

  @Post('revoke-label')
  @HttpCode(200)
  async revoke(
    @Param('id') id: string,
    @Body({ schema: revocation }) { reason }: z.output<typeof revocation>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    const resource = await this.revokeLabel.execute(id, reason, caller, now);
    return resourceRecord(resource, await this.cases.proposalsOf(id));
  }
}
