import { Controller, Get } from '@nestjs/common';
import { Now, Public } from '#platform';
import { Policies } from './policies.ts';

/** The rules in force, for everyone to read. */
@Controller('api/v1/policy')
export class PolicyController {
  constructor(private readonly policies: Policies) {}

  @Get()
  @Public()
  async current(@Now() now: Date) {
    return this.policies.current(now);
  }
}
