import { Body, Controller, Get, HttpCode, Post, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Caller, type Principal, Roles } from '#access';
import { entityTag, IfMatch, Now } from '#platform';
import { ChangeRules, revisionOf } from './change-rules.ts';
import { type GivenRules, givenRules } from './rule.schema.ts';
import { Rulebook, type RuleSet } from './rulebook.ts';

/** The rules that all who watch share. */
@Controller('api/v1/watch/rules')
@Roles('watch-editor', 'operator')
export class RulesController {
  constructor(
    private readonly rulebook: Rulebook,
    private readonly changeRules: ChangeRules,
  ) {}

  @Get()
  async show(@Res({ passthrough: true }) reply: FastifyReply) {
    return shown(await this.rulebook.get(), reply);
  }

  /** On the last thirty days; nothing happens to anything. */
  @Post('trials')
  @HttpCode(200)
  async tryOut(@Body({ schema: givenRules }) { rules }: GivenRules, @Now() now: Date) {
    return this.changeRules.tryOut(rules, now);
  }

  @Put()
  async replace(
    @Body({ schema: givenRules }) { rules }: GivenRules,
    @IfMatch() revision: number,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return shown(await this.changeRules.replace(rules, revision, caller, now), reply);
  }
}

const shown = (set: RuleSet, reply: FastifyReply) => {
  reply.header('etag', entityTag(revisionOf(set)));
  const { rules, changedBy, changedAt } = set;
  return { rules, changedBy, changedAt };
};
