import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Caller, holds, type Principal, Roles } from '#access';
import type { IdempotentRequest } from '#persistence';
import { Forbidden, Idempotency, Now } from '#platform';
import { managedNetwork } from '../networks/managed-network.ts';
import { NetworkRepository } from '../networks/network.repository.ts';
import { AddMember } from './add-member.ts';
import { PersonRepository } from './person.repository.ts';
import { isReserved, type NewMember, newMember, type Person } from './person.ts';
import { RemoveMember } from './remove-member.ts';

export const memberView = ({ _id, name, email, grants }: Person, network: string) => ({
  id: _id,
  name,
  email,
  roles: grants
    .filter((grant) => grant.network === undefined || grant.network === network)
    .map(({ role, college, verifierKind, deputyOf }) => ({ role, college, verifierKind, deputyOf })),
});

/** The people who act for a network: seen, added and removed by its facilitators, and by operators. */
@Controller('api/v1/networks/:network/members')
@Roles('operator', 'facilitator')
export class MembersController {
  constructor(
    private readonly networks: NetworkRepository,
    private readonly people: PersonRepository,
    private readonly addMember: AddMember,
    private readonly removeMember: RemoveMember,
  ) {}

  @Get()
  async list(@Param('network') id: string, @Caller() caller: Principal) {
    const network = await managedNetwork(this.networks, id, caller);
    const members = await this.people.membersOf(network._id);
    const items = members.map((person) => memberView(person, network._id));
    return { items, total: items.length, next: null };
  }

  @Post()
  async add(
    @Param('network') id: string,
    @Body({ schema: newMember }) member: NewMember,
    @Caller() caller: Principal,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await managedNetwork(this.networks, id, caller);
    if (member.roles.some(isReserved) && !holds(caller, 'operator')) throw new Forbidden();
    const person = await this.addMember.execute(network._id, member, request, now);
    reply.header('location', `/api/v1/networks/${network._id}/members`);
    return memberView(person, network._id);
  }

  @Delete(':person')
  @HttpCode(204)
  async remove(
    @Param('network') id: string,
    @Param('person') person: string,
    @Caller() caller: Principal,
    @Now() now: Date,
  ): Promise<void> {
    const network = await managedNetwork(this.networks, id, caller);
    await this.removeMember.execute(network._id, person, holds(caller, 'operator'), now);
  }
}
