import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Caller, type Principal, Roles } from '#access';
import { line, text } from '#contracts';
import { decodeCursor, encodeCursor, entityTag, Now, nextPage, paging } from '#platform';
import { families } from '#taxonomy';
import { ChangedTextRepository } from '../impacts/changed-text.repository.ts';
import { statedChange, statedChanges } from '../impacts/stated-changes.ts';
import { ItemRepository } from '../items/item.repository.ts';
import { type Item, itemStatuses } from '../items/item.ts';
import { itemView } from '../items/item.view.ts';
import { SourceRepository } from '../sources/source.repository.ts';
import { SelectItem } from './select-item.ts';
import { draftOf, lineOf } from './selected-content.ts';
import { type GivenSelection, givenSelection } from './selection.schema.ts';
import { SortItem } from './sort-item.ts';

const listQuery = z.strictObject({
  ...paging,
  status: z.enum(itemStatuses).default('new'),
  source: z.string().max(80).optional(),
  family: z.enum(families.ids as [string, ...string[]]).optional(),
  label: z.string().max(80).optional(),
  /** `me`, or a person’s id. */
  assignee: z.string().max(80).optional(),
});
const dismissal = z.strictObject({ reason: text(500) });
const merging = z.strictObject({ into: line(80) });
const statingChanges = z.strictObject({ changes: statedChanges });
const assigning = z.strictObject({ assignee: line(80).nullable() });

/** What sources brought, for people to sort. Whatever is done here publishes nothing. */
@Controller('api/v1/watch/items')
@Roles('watch-editor')
export class ItemsController {
  constructor(
    private readonly items: ItemRepository,
    private readonly sources: SourceRepository,
    private readonly selectItem: SelectItem,
    private readonly sortItem: SortItem,
    private readonly changedTexts: ChangedTextRepository,
  ) {}

  @Get()
  async list(@Query({ schema: listQuery }) query: z.output<typeof listQuery>, @Caller() caller: Principal) {
    const { limit, cursor, assignee, ...where } = query;
    const [before] = (cursor && decodeCursor(cursor, z.tuple([z.string()]))) || [];
    const own = assignee === 'me' ? caller.id : assignee;
    const { items, total } = await this.items.list({ ...where, assignee: own, before, limit });
    const last = items.at(-1)?.order;
    const next = nextPage('/api/v1/watch/items', items, query, last && encodeCursor([last]));
    return { items: await this.shown(items), total, next };
  }

  @Get(':id')
  async show(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const item = await this.items.get(id);
    reply.header('etag', entityTag(item.v));
    const source = await this.sources.store.find(item.source);
    /** What the committee would be handed if nothing were edited. */
    const draft = item.selections.at(-1)?.content ?? draftOf(item, source);
    /** Public resources that cite what it changes; the committee judges. */
    const impacts = (await this.changedTexts.store.find(id))?.impacts ?? [];
    return { ...itemView(item, source ?? undefined, lineOf(item, source)), impacts, draft };
  }

  @Post(':id/select')
  async select(
    @Param('id') id: string,
    @Body({ schema: givenSelection }) given: GivenSelection,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return this.one(await this.selectItem.execute(id, given, caller, now));
  }

  @Post(':id/dismiss')
  @HttpCode(200)
  async dismiss(
    @Param('id') id: string,
    @Body({ schema: dismissal }) { reason }: z.output<typeof dismissal>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return this.one(await this.sortItem.dismiss(id, reason, caller, now));
  }

  @Post(':id/merge')
  @HttpCode(200)
  async merge(
    @Param('id') id: string,
    @Body({ schema: merging }) { into }: z.output<typeof merging>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return this.one(await this.sortItem.merge(id, into, caller, now));
  }

  @Post(':id/release')
  @HttpCode(200)
  async release(@Param('id') id: string, @Caller() caller: Principal, @Now() now: Date) {
    return this.one(await this.sortItem.release(id, caller, now));
  }

  @Post(':id/assign')
  @HttpCode(200)
  async assign(
    @Param('id') id: string,
    @Body({ schema: assigning }) { assignee }: z.output<typeof assigning>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return this.one(await this.sortItem.assign(id, assignee === 'me' ? caller.id : assignee, caller, now));
  }

  /** Which legal texts it changes: what public resources cite is held against them. */
  @Put(':id/changes')
  async state(
    @Param('id') id: string,
    @Body({ schema: statingChanges }) { changes }: z.output<typeof statingChanges>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return this.one(await this.sortItem.state(id, changes.map(statedChange), caller, now));
  }

  @Post(':id/undo')
  @HttpCode(200)
  async undo(@Param('id') id: string, @Caller() caller: Principal, @Now() now: Date) {
    return this.one(await this.sortItem.undo(id, caller, now));
  }

  private async one(item: Item) {
    return (await this.shown([item]))[0];
  }

  private async shown(items: readonly Item[]) {
    const sources = await this.sources.byIds([...new Set(items.map(({ source }) => source))]);
    const changing = items.filter(({ changes }) => changes?.length).map(({ _id }) => _id);
    const citedBy = changing.length ? await this.changedTexts.citedBy(changing) : new Map<string, number>();
    return items.map((item) => {
      const source = sources.get(item.source);
      return { ...itemView(item, source, lineOf(item, source ?? null)), citedBy: citedBy.get(item._id) ?? 0 };
    });
  }
}
