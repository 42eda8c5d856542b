import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { Roles } from '#access';
import { Now } from '#platform';
import { MakeDigests } from './make-digests.ts';

const nothing = z.strictObject({}).default({});

/** Makes the digests that are due without waiting for the next tick; in a demonstration, as if it were another moment. */
@Controller('api/v1/dissemination/digests')
@Roles('operator')
export class DigestsController {
  constructor(private readonly digests: MakeDigests) {}

  @Post('make')
  @HttpCode(200)
  async make(@Body({ schema: nothing }) _: object, @Now() now: Date) {
    return { readers: await this.digests.tick(now) };
  }
}
