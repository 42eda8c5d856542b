import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Caller, holds, type Principal, Roles } from '#access';
import { line } from '#contracts';
import type { IdempotentRequest } from '#persistence';
import {
  entityTag,
  Forbidden,
  firstRevision,
  Idempotency,
  IfMatch,
  Now,
  Public,
  paging,
  RevisionMismatch,
} from '#platform';
import { NetworkNotFound } from './network.problems.ts';
import { NetworkRepository } from './network.repository.ts';
import { type NetworkEdits, type NewNetwork, networkDetail, networkEdits, networkView, newNetwork } from './network.ts';
import { NetworkContacts } from './network-contacts.ts';
import { RegisterNetwork } from './register-network.ts';

const reserved = ['circle', 'actorType', 'sponsor'] as const;

const listQuery = z.strictObject(paging);
const optOut = z.strictObject({ contact: line(40) });

/** The directory of networks. */
@Controller('api/v1/networks')
export class NetworksController {
  constructor(
    private readonly networks: NetworkRepository,
    private readonly registerNetwork: RegisterNetwork,
    private readonly contacts: NetworkContacts,
  ) {}

  @Get()
  @Public()
  async list(@Query({ schema: listQuery }) { limit, cursor }: z.output<typeof listQuery>) {
    const { items, total } = await this.networks.list(cursor, limit);
    const last = items.length === limit ? items.at(-1)?._id : undefined;
    return {
      items: items.map(networkView),
      total,
      next: last ? `/api/v1/networks?limit=${limit}&cursor=${last}` : null,
    };
  }

  @Get(':id')
  @Public()
  async show(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const network = await this.networks.find(id);
    if (!network) throw new NetworkNotFound();
    reply.header('etag', entityTag(network.v));
    return networkDetail(network);
  }

  @Post()
  @Roles('operator')
  async register(
    @Body({ schema: newNetwork }) wanted: NewNetwork,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.registerNetwork.execute(wanted, request, now);
    reply.headers({ location: `/api/v1/networks/${answer.id}`, etag: entityTag(firstRevision) });
    return answer;
  }

  @Patch(':id')
  @Roles('operator', 'facilitator')
  async edit(
    @Param('id') id: string,
    @Body({ schema: networkEdits }) edits: NetworkEdits,
    @IfMatch() revision: number,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await this.networks.find(id);
    if (!network) throw new NetworkNotFound();
    if (!holds(caller, 'operator') && !holds(caller, 'facilitator', network._id)) throw new Forbidden();
    if (network.v !== revision) throw new RevisionMismatch();
    // What the production policy and the licences go by is for operators to say.
    const isReserved = reserved.some((field) => field in edits && edits[field] !== network[field]);
    if (isReserved && !holds(caller, 'operator')) throw new Forbidden();
    await this.contacts.refuseSuppressed(edits.contacts ?? []);
    const sponsor = edits.sponsor ? { sponsor: (await this.networks.named(edits.sponsor, '/sponsor'))._id } : {};
    const changed = await this.networks.change(network, { ...edits, ...sponsor }, now);
    reply.header('etag', entityTag(changed.v));
    return networkDetail(changed);
  }

  /** Whoever a contact is about asks that it no longer be shown. */
  @Post(':id/contact-opt-outs')
  @Public()
  @HttpCode(204)
  async hideContact(
    @Param('id') id: string,
    @Body({ schema: optOut }) { contact }: z.output<typeof optOut>,
    @Now() now: Date,
  ): Promise<void> {
    await this.contacts.optOut(id, contact, now);
  }
}
