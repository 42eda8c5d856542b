import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Caller, holds, type Principal, Roles } from '#access';
import type { IdempotentRequest } from '#persistence';
import { Forbidden, Idempotency, NotFound, Now } from '#platform';
import { managedNetwork } from '../networks/managed-network.ts';
import { NetworkRepository } from '../networks/network.repository.ts';
import { IssueKey } from './issue-key.ts';
import { KeyRepository } from './key.repository.ts';
import { keyView, type NewKey, newKey } from './key.ts';
import { KeyUses } from './key-uses.ts';
import { RotateKey } from './rotate-key.ts';

/** The API keys of a network and of its people. */
@Controller('api/v1/networks/:network/keys')
@Roles('operator', 'facilitator')
export class KeysController {
  constructor(
    private readonly networks: NetworkRepository,
    private readonly keys: KeyRepository,
    private readonly issueKey: IssueKey,
    private readonly rotateKey: RotateKey,
    private readonly uses: KeyUses,
  ) {}

  @Get()
  async list(@Param('network') id: string, @Caller() caller: Principal) {
    const { _id: network } = await managedNetwork(this.networks, id, caller);
    const keys = await this.keys.ofNetwork(network);
    const used = await this.uses.last(keys.map(({ _id }) => _id));
    const items = keys.map((key) => keyView(key, used.get(key._id) ?? null));
    return { items, total: items.length, next: null };
  }

  @Post()
  async issue(
    @Param('network') id: string,
    @Body({ schema: newKey }) wanted: NewKey,
    @Caller() caller: Principal,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { _id: network } = await managedNetwork(this.networks, id, caller);
    const isOperator = holds(caller, 'operator');
    // A facilitator hands out keys to the network, and to themselves.
    if (!isOperator && (wanted.selfEndorsing || (wanted.person && wanted.person !== caller.id))) throw new Forbidden();
    const issued = await this.issueKey.execute(network, wanted, request, now);
    reply.headers({ location: `/api/v1/networks/${network}/keys/${issued.id}`, 'cache-control': 'no-store' });
    return issued;
  }

  /** A new secret for the same rights; the old one works a day longer. */
  @Post(':key/rotate')
  async rotate(
    @Param('network') id: string,
    @Param('key') keyId: string,
    @Caller() caller: Principal,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { _id: network } = await managedNetwork(this.networks, id, caller);
    const key = await this.keys.store.find(keyId);
    // Whoever may not issue such a key may not see its new secret.
    const isTheirs = key?.principal.kind === 'network' ? !key.selfEndorsing : key?.principal.id === caller.id;
    if (key?.network === network && !isTheirs && !holds(caller, 'operator')) throw new Forbidden();
    const issued = await this.rotateKey.execute(network, keyId, request, now);
    reply.headers({ location: `/api/v1/networks/${network}/keys/${issued.id}`, 'cache-control': 'no-store' });
    return issued;
  }

  @Delete(':key')
  @HttpCode(204)
  async revoke(
    @Param('network') id: string,
    @Param('key') keyId: string,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    const { _id: network } = await managedNetwork(this.networks, id, caller);
    await this.keys.store.change(async () => {
      const key = await this.keys.store.find(keyId);
      if (!key || key.network !== network) throw new NotFound();
      if (!key.revokedAt) await this.keys.revoke(key, now);
    });
  }
}
