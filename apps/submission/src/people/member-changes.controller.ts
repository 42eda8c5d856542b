import { Body, Controller, Param, Patch, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Caller, holds, type Principal, Roles } from '#access';
import type { IdempotentRequest } from '#persistence';
import { Forbidden, Idempotency, InvalidFields, NotFound, Now } from '#platform';
import { managedNetwork } from '../networks/managed-network.ts';
import { NetworkRepository } from '../networks/network.repository.ts';
import type { Network } from '../networks/network.ts';
import { AddMember } from './add-member.ts';
import { memberView } from './members.controller.ts';
import { PersonRepository } from './person.repository.ts';
import { grantsFor, type MemberRoles, memberRoles, type NewMember, newMember } from './person.ts';

const handedOut = ['contributor', 'facilitator'];

/** Invites people, and changes what members may do, by their network's facilitators and by operators. */
@Controller('api/v1/networks/:network')
@Roles('operator', 'facilitator')
export class MemberChangesController {
  constructor(
    private readonly networks: NetworkRepository,
    private readonly people: PersonRepository,
    private readonly addMember: AddMember,
  ) {}

  /** As adding a member; they are told by mail, and sign in with their address. */
  @Post('invitations')
  async invite(
    @Param('network') id: string,
    @Body({ schema: newMember }) member: NewMember,
    @Caller() caller: Principal,
    @Idempotency() request: IdempotentRequest | undefined,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await managedNetwork(this.networks, id, caller);
    await this.refuseBeyond(member, network, caller);
    const person = await this.addMember.execute(network._id, member, request, now, true);
    reply.header('location', `/api/v1/networks/${network._id}/members`);
    return memberView(person, network._id);
  }

  /** Their roles for this network become these; other networks' stay. */
  @Patch('members/:person')
  async edit(
    @Param('network') id: string,
    @Param('person') personId: string,
    @Body({ schema: memberRoles }) wanted: MemberRoles,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    const network = await managedNetwork(this.networks, id, caller);
    await this.refuseBeyond(wanted, network, caller);
    const person = await this.people.store.change(async () => {
      const seen = await this.people.store.find(personId);
      const held = seen?.grants.filter((grant) => grant.network === network._id) ?? [];
      if (!seen || held.length === 0) throw new NotFound();
      // What only an operator gives, only an operator takes.
      const kept = holds(caller, 'operator') ? [] : held.filter(({ role }) => !handedOut.includes(role));
      const elsewhere = seen.grants.filter((grant) => grant.network !== network._id);
      return this.people.change(seen, { grants: [...elsewhere, ...kept, ...grantsFor(wanted, network._id)] }, now);
    });
    return memberView(person, network._id);
  }

  private async refuseBeyond({ roles, deputyOf }: MemberRoles, network: Network, caller: Principal): Promise<void> {
    if (!holds(caller, 'operator') && roles.some((role) => !handedOut.includes(role))) throw new Forbidden();
    if (!deputyOf) return;
    const titular = await this.people.store.find(deputyOf);
    const holdsThem = roles.every((role) =>
      titular?.grants.some((grant) => grant.network === network._id && grant.role === role),
    );
    if (!holdsThem) throw noTitular();
  }
}

const noTitular = () =>
  new InvalidFields([
    {
      pointer: '/deputyOf',
      code: 'unknown-person',
      detail: {
        fr: 'Personne de ce réseau ne tient ce rôle sous cet identifiant.',
        en: 'Nobody of this network holds these roles under this id.',
      },
    },
  ]);
