import { Body, Controller, Get, Header, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Caller, holds, type Principal, Roles } from '#access';
import { line, term, territory } from '#contracts';
import { createOnce, type IdempotentRequest, idempotencyOf, newId } from '#persistence';
import {
  entityTag,
  Forbidden,
  firstRevision,
  Idempotency,
  IfMatch,
  NotFound,
  Now,
  nextPage,
  Public,
  paging,
  RevisionMismatch,
} from '#platform';
import { atlasKinds, leavesOf, parentOf } from '#taxonomy';
import { NetworkRepository } from '../networks/network.repository.ts';
import { ownNetwork } from '../networks/own-network.ts';
import { AtlasRepository } from './atlas.repository.ts';
import { type AtlasEntry, type EntryEdits, entryEdits, entryView, type NewEntry, newEntry } from './atlas-entry.ts';
import { atlasCsv, atlasGeoJson } from './atlas-exports.ts';
import { AtlasWrites } from './atlas-writes.ts';

const filter = { kind: term(atlasKinds).optional(), network: line(80).optional(), territory: territory.optional() };
const listQuery = z.strictObject({ ...paging, ...filter });
const exportQuery = z.strictObject(filter);
const mostExported = 20_000;

/** The directory of contacts of associative life: public, professional, with a way out. */
@Controller('api/v1/atlas')
export class AtlasController {
  constructor(
    private readonly atlas: AtlasRepository,
    private readonly writes: AtlasWrites,
    private readonly networks: NetworkRepository,
  ) {}

  @Get()
  @Public()
  async list(@Query({ schema: listQuery }) query: z.output<typeof listQuery>) {
    const { items, total } = await this.found(query, query.limit, query.cursor);
    return { items: items.map(entryView), total, next: nextPage('/api/v1/atlas', items, query, items.at(-1)?._id) };
  }

  @Get('export.csv')
  @Public()
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="atlas.csv"')
  async csv(@Query({ schema: exportQuery }) query: z.output<typeof exportQuery>) {
    return atlasCsv((await this.found(query, mostExported)).items.map(entryView));
  }

  @Get('export.geojson')
  @Public()
  async geoJson(
    @Query({ schema: exportQuery }) query: z.output<typeof exportQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    reply.header('content-type', 'application/geo+json; charset=utf-8');
    return JSON.stringify(atlasGeoJson((await this.found(query, mostExported)).items.map(entryView)));
  }

  @Get(':id')
  @Public()
  async show(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const entry = await this.find(id);
    reply.header('etag', entityTag(entry.v));
    return entryView(entry);
  }

  @Post()
  @Roles('facilitator')
  async add(
    @Body({ schema: newEntry }) wanted: NewEntry,
    @Caller() caller: Principal,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await ownNetwork(this.networks, caller, 'facilitator', wanted.network);
    const answer = await createOnce(this.atlas.store.model, request, async () => {
      const entry = await this.writes.entryOf(newId(), network._id, wanted);
      const view = entryView({ ...entry, v: firstRevision });
      await this.atlas.store.insert({ ...entry, idempotency: idempotencyOf(request, view, new Date()) }, now);
      return view;
    });
    reply.headers({ location: `/api/v1/atlas/${answer.id}`, etag: entityTag(firstRevision) });
    return answer;
  }

  @Patch(':id')
  @Roles('facilitator')
  async edit(
    @Param('id') id: string,
    @Body({ schema: entryEdits }) edits: EntryEdits,
    @IfMatch() revision: number,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const entry = await this.find(id);
    if (!holds(caller, 'facilitator', entry.network)) throw new Forbidden();
    if (entry.v !== revision) throw new RevisionMismatch();
    const changed = await this.writes.edit(entry, edits, now);
    reply.header('etag', entityTag(changed.v));
    return entryView(changed);
  }

  /** Whoever it is about asks that their name, address and number no longer be shown. At once, and for good. */
  @Post(':id/opt-out')
  @Public()
  @HttpCode(204)
  async optOut(@Param('id') id: string, @Now() now: Date): Promise<void> {
    await this.writes.optOut(id, now);
  }

  private async found(query: z.output<typeof exportQuery>, limit: number, after?: string) {
    const network = query.network ? (await this.networks.named(query.network, '/network'))._id : undefined;
    const territories = query.territory ? around(query.territory) : undefined;
    return this.atlas.list({ kind: query.kind, network, territories, after, limit });
  }

  private async find(id: string): Promise<AtlasEntry> {
    const entry = await this.atlas.store.find(id);
    if (!entry) throw new NotFound();
    return entry;
  }
}

/** A territory, all that it contains, and all that contains it. */
const around = (code: string): string[] => {
  const above: string[] = [];
  for (let at: string | undefined = code; at; at = parentOf(at)) above.push(at);
  const leaves = [...leavesOf([code])];
  const between = leaves.flatMap((leaf) => parentOf(leaf) ?? []).filter((parent) => isWithin(parent, code));
  return [...new Set([...above, ...between, ...leaves])];
};

const isWithin = (code: string, ancestor: string): boolean => {
  for (let at: string | undefined = code; at; at = parentOf(at)) if (at === ancestor) return true;
  return false;
};
