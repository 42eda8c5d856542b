import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFound } from '#platform';
import { sentOf } from '../contribute/step.view.ts';
import { needed } from '../forms/refused.ts';
import { roleInWords } from '../me/my-page.view.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import type { Visitor } from '../pages/visitor.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { besides, isOperator, ManagedNetworks, managementPath, managementTrail } from './managed-networks.ts';
import {
  emailWanted,
  errorsOf,
  formOf,
  isHandedOut,
  type Member,
  memberLine,
  nameWanted,
  rolesIn,
} from './members.view.ts';

const list = new URL('./members.hbs', import.meta.url);
const one = new URL('./member.hbs', import.meta.url);
const said: Readonly<Record<string, string>> = {
  invitee: 'L’invitation part par courriel.',
  modifiee: 'Les rôles sont à jour.',
  retiree: 'Cette personne n’agit plus pour le réseau.',
};

/** The people of a network: seen, invited, given roles or a deputy, and removed. */
@NotApi()
@Controller('animation/reseaux/:network/membres')
export class MembersController {
  constructor(
    private readonly api: ActingApi,
    private readonly managed: ManagedNetworks,
  ) {}

  @Get()
  @HtmlPage(list)
  async list(
    @Param('network') slug: string,
    @Query('fait') done: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
  ) {
    return this.view(request, visitor, await this.managed.at(visitor, slug), {
      notice: typeof done === 'string' ? said[done] : undefined,
    });
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(list)
  async invite(
    @Param('network') slug: string,
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await this.managed.at(visitor, slug);
    const { name = '', email = '', idempotency = randomUUID(), ...sent } = sentOf(body);
    const invited = await this.api.call(request, 'POST', `/api/v1/networks/${network.id}/invitations`, {
      body: { name, email, ...rolesIn(sent) },
      headers: { 'idempotency-key': String(idempotency) },
    });
    if (invited.done) return seeOther(reply, `${managementPath(network.slug, 'membres')}?fait=invitee`);
    if (invited.refusal.status !== 422) needed(invited);
    void reply.status(422);
    return this.view(request, visitor, network, { refusal: invited.refusal, givenName: name, givenEmail: email });
  }

  @Get(':person')
  @HtmlPage(one)
  async show(
    @Param('network') slug: string,
    @Param('person') id: string,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
  ) {
    return this.oneView(request, visitor, await this.managed.at(visitor, slug), id);
  }

  @Post(':person')
  @HttpCode(200)
  @HtmlPage(one)
  async edit(
    @Param('network') slug: string,
    @Param('person') id: string,
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await this.managed.at(visitor, slug);
    const edited = await this.api.call(request, 'PATCH', memberAt(network.id, id), { body: rolesIn(sentOf(body)) });
    if (edited.done) return seeOther(reply, `${managementPath(network.slug, 'membres')}?fait=modifiee`);
    if (edited.refusal.status !== 422) needed(edited);
    void reply.status(422);
    return this.oneView(request, visitor, network, id, edited.refusal);
  }

  @Post(':person/retirer')
  @HttpCode(303)
  async remove(
    @Param('network') slug: string,
    @Param('person') id: string,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await this.managed.at(visitor, slug);
    needed(await this.api.call(request, 'DELETE', memberAt(network.id, id)));
    return seeOther(reply, `${managementPath(network.slug, 'membres')}?fait=retiree`);
  }

  private async members(request: FastifyRequest, network: string): Promise<readonly Member[]> {
    return needed(
      await this.api.call<{ items: readonly Member[] }>(request, 'GET', `/api/v1/networks/${network}/members`),
    ).items;
  }

  private async view(
    request: FastifyRequest,
    visitor: Visitor,
    network: Visitor['networks'][number],
    {
      refusal,
      ...rest
    }: { refusal?: Refusal; notice?: string | undefined; givenName?: unknown; givenEmail?: unknown } = {},
  ) {
    const members = await this.members(request, network.id);
    const path = managementPath(network.slug, 'membres');
    return {
      title: `Membres de ${network.name}`,
      breadcrumb: [...managementTrail(visitor, network), { label: 'Membres' }],
      action: path,
      besides: besides(network.slug, 'membres'),
      idempotency: randomUUID(),
      members: members.map((member) => memberLine(member, members, path)),
      ...formOf(members, { byOperator: isOperator(visitor), refusal }),
      nameError: refusal?.fields.name && nameWanted,
      emailError: refusal?.fields.email && emailWanted,
      errors: refusal && errorsOf(refusal),
      ...rest,
    };
  }

  private async oneView(
    request: FastifyRequest,
    visitor: Visitor,
    network: Visitor['networks'][number],
    id: string,
    refusal?: Refusal,
  ) {
    const members = await this.members(request, network.id);
    const member = members.find((each) => each.id === id);
    if (!member) throw new NotFound({ fr: 'Cette personne n’est pas membre du réseau.', en: 'No such member.' });
    const path = managementPath(network.slug, 'membres');
    return {
      title: member.name,
      email: member.email,
      network: network.name,
      breadcrumb: [{ label: 'Membres', path }, { label: member.name }],
      action: `${path}/${encodeURIComponent(id)}`,
      removePath: `${path}/${encodeURIComponent(id)}/retirer`,
      kept: isOperator(visitor) ? [] : member.roles.filter(({ role }) => !isHandedOut(role)).map(roleInWords),
      ...formOf(
        members.filter((each) => each.id !== id),
        { member, byOperator: isOperator(visitor), refusal },
      ),
      errors: refusal && errorsOf(refusal),
    };
  }
}

const memberAt = (network: string, person: string): string =>
  `/api/v1/networks/${network}/members/${encodeURIComponent(person)}`;
