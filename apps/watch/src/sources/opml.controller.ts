import { Body, Controller, Get, Header, HttpCode, Post } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import { z } from 'zod';
import { Caller, type Principal, Roles } from '#access';
import { term } from '#contracts';
import { InvalidFields, Now, Problem } from '#platform';
import { families } from '#taxonomy';
import { opmlOf, outlinesIn } from './opml.ts';
import { RegisterSource } from './register-source.ts';
import { SourceRepository } from './source.repository.ts';
import { givenSource } from './source.schema.ts';

const givenList = z.strictObject({
  opml: z.string().min(1).max(400_000),
  network: z.string().max(80).optional(),
  family: term(families).optional(),
});

/** Lists of feeds, in and out: nobody is held by this product. */
@Controller('api/v1/watch')
@Roles('watch-editor', 'facilitator', 'operator')
export class OpmlController {
  constructor(
    private readonly sources: SourceRepository,
    private readonly registerSource: RegisterSource,
  ) {}

  @Get('sources.opml')
  @Header('content-type', 'text/x-opml; charset=utf-8')
  @ApiProduces('text/x-opml')
  async list(@Now() now: Date): Promise<string> {
    return opmlOf(await this.sources.all(), now);
  }

  /** Each has its own answer: `created`, `known`, or `refused` with the reason. */
  @Post('sources/opml')
  @HttpCode(200)
  async take(
    @Body({ schema: givenList }) given: z.output<typeof givenList>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    const { opml, ...about } = given;
    const outlines = outlinesIn(opml);
    if (!outlines) {
      const detail = { fr: 'Ce n’est pas une liste OPML.', en: 'This is no OPML.' };
      throw new InvalidFields([{ pointer: '/opml', code: 'invalid-opml', detail }]);
    }
    const items: object[] = [];
    for (const { name, url } of outlines) {
      items.push({ name, url, ...(await this.registered({ name, url, ...about }, caller, now)) });
    }
    return { items, total: items.length };
  }

  private async registered(given: object, caller: Principal, now: Date): Promise<object> {
    const read = givenSource.safeParse(given);
    if (!read.success) return { status: 'refused', detail: 'Son nom ou son adresse n’est pas valable.' };
    try {
      const { _id: id } = await this.registerSource.execute(read.data, caller, undefined, now);
      return { status: 'created', id };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 403) throw error;
      const detail =
        error instanceof InvalidFields ? error.errors.map((one) => one.detail.fr).join(' ') : error.detail.fr;
      return { status: error.type === 'source-known' ? 'known' : 'refused', detail };
    }
  }
}
