import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Caller, type Principal, Roles } from '#access';
import { line } from '#contracts';
import type { IdempotentRequest } from '#persistence';
import { entityTag, Idempotency, IfMatch, Now, paging } from '#platform';
import { SortItem } from '../desk/sort-item.ts';
import { ItemRepository } from '../items/item.repository.ts';
import { PollingSwitch } from '../polling/polling-switch.ts';
import { StateRepository } from '../polling/state.repository.ts';
import { ChangeSource } from './change-source.ts';
import { RegisterSource } from './register-source.ts';
import { SourceRepository } from './source.repository.ts';
import { type GivenSource, givenSource, type SourceChanges, sourceChanges } from './source.schema.ts';
import { adapters, type Source } from './source.ts';
import { sourceView } from './source.view.ts';

const listQuery = z.strictObject({
  ...paging,
  adapter: z.enum(adapters).optional(),
  network: z.string().max(80).optional(),
});
const settled = z.strictObject({ release: z.boolean() });
const switched = z.strictObject({ isOn: z.boolean(), reason: line(300).nullable().default(null) });

/** Where news comes from, and how each source fares. */
@Controller('api/v1/watch')
@Roles('watch-editor', 'facilitator', 'operator')
export class SourcesController {
  constructor(
    private readonly sources: SourceRepository,
    private readonly states: StateRepository,
    private readonly items: ItemRepository,
    private readonly polling: PollingSwitch,
    private readonly sortItem: SortItem,
    private readonly registerSource: RegisterSource,
    private readonly changeSource: ChangeSource,
  ) {}

  @Get('sources')
  async list(@Query({ schema: listQuery }) query: z.output<typeof listQuery>) {
    const { limit, cursor, ...where } = query;
    const { items, total } = await this.sources.list({ ...where, after: cursor, limit });
    const last = items.length === limit ? items.at(-1)?.slug : undefined;
    const given = Object.entries(where).filter(([, value]) => value !== undefined);
    const rest = new URLSearchParams({ limit: String(limit), ...Object.fromEntries(given), cursor: last ?? '' });
    return { items: await this.shown(items), total, next: last ? `/api/v1/watch/sources?${rest}` : null };
  }

  @Get('sources/:id')
  async show(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const source = await this.sources.get(id);
    reply.header('etag', entityTag(source.v));
    return (await this.shown([source]))[0];
  }

  @Post('sources')
  async register(
    @Body({ schema: givenSource }) given: GivenSource,
    @Caller() caller: Principal,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const source = await this.registerSource.execute(given, caller, request, now);
    reply.header('location', `/api/v1/watch/sources/${source._id}`).header('etag', entityTag(source.v));
    return (await this.shown([source]))[0];
  }

  @Patch('sources/:id')
  async edit(
    @Param('id') id: string,
    @Body({ schema: sourceChanges }) changes: SourceChanges,
    @IfMatch() revision: number,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const source = await this.changeSource.edit(id, changes, revision, caller, now);
    reply.header('etag', entityTag(source.v));
    return (await this.shown([source]))[0];
  }

  @Delete('sources/:id')
  @HttpCode(204)
  async remove(@Param('id') id: string, @Caller() caller: Principal): Promise<void> {
    await this.changeSource.remove(id, caller);
  }

  /** Reads it now, as politely as ever. */
  @Post('sources/:id/fetch')
  @HttpCode(202)
  async fetch(@Param('id') id: string, @Caller() caller: Principal, @Now() now: Date) {
    await this.changeSource.readNow(id, caller, now);
    return { asked: true };
  }

  /** Most of it called itself new: either it is, or it is what was known already. */
  @Post('sources/:id/quarantine')
  @HttpCode(200)
  @Roles('watch-editor')
  async settle(
    @Param('id') id: string,
    @Body({ schema: settled }) { release }: z.output<typeof settled>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    const { _id } = await this.sources.get(id);
    const items = await this.sortItem.settle(_id, release, caller, now);
    await this.states.endQuarantine(_id);
    return { items };
  }

  @Get('polling')
  async pollingState() {
    return this.polling.state();
  }

  /** Stops all reading at once, or lets it go on. */
  @Put('polling')
  @Roles('operator')
  async turn(
    @Body({ schema: switched }) { isOn, reason }: z.output<typeof switched>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    await this.polling.turn(isOn, caller.id, reason, now);
    return this.polling.state();
  }

  private async shown(sources: readonly Source[]) {
    const ids = sources.map(({ _id }) => _id);
    const [states, used] = await Promise.all([this.states.ofAll(ids), this.items.usefulness(ids)]);
    return sources.map((source) => sourceView(source, states.get(source._id), used.get(source._id)));
  }
}
