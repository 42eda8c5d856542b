import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Caller, type Principal, Roles } from '#access';
import type { IdempotentRequest } from '#persistence';
import { Idempotency, Now, Public } from '#platform';
import { ResourceRepository } from '../resources/resource.repository.ts';
import { AdoptResource } from './adopt-resource.ts';
import { type GivenAdoption, givenAdoption } from './adoption.schema.ts';
import { adoptionView } from './adoption.ts';

/** Which networks took a resource up, and where. */
@Controller('api/v1/resources/:id/adoptions')
export class AdoptionsController {
  constructor(
    private readonly resources: ResourceRepository,
    private readonly adoptResource: AdoptResource,
  ) {}

  @Get()
  @Public()
  async list(@Param('id') id: string) {
    const { adoptions } = await this.resources.get(id);
    return { items: adoptions.map(adoptionView), total: adoptions.length, next: null };
  }

  @Post()
  @Roles('contributor', 'facilitator')
  async adopt(
    @Param('id') id: string,
    @Body({ schema: givenAdoption }) given: GivenAdoption,
    @Caller() caller: Principal,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const adoption = await this.adoptResource.execute(id, given, caller, request, now);
    reply.header('location', `/api/v1/resources/${id}/adoptions`);
    return adoptionView(adoption);
  }
}
