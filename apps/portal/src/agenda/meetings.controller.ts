import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFound, Now } from '#platform';
import { type Content, creationOf, patchOf, type Sent } from '../contribute/content.ts';
import { bodyOf } from '../contribute/contribution-desk.ts';
import { sentOf } from '../contribute/step.view.ts';
import { Vocabularies } from '../contribute/vocabularies.ts';
import { guidedPage, guidedView, keyIn, refusalFor, revisionIn } from '../forms/guided.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { networksRunBy, type Visitor } from '../pages/visitor.ts';
import { besides, ManagedNetworks, managementPath, managementTrail } from '../people/managed-networks.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { meetingGroups, type OwnMeeting } from './meetings.view.ts';
import { heldFields, meetingFields, meetingRequired } from './plan-fields.ts';

type Network = Visitor['networks'][number];
const said: Readonly<Record<string, string>> = {
  ajoutee: 'La réunion est annoncée.',
  modifiee: 'La réunion est à jour : les agendas abonnés la suivent.',
};
const pastMs = 365 * 24 * 3600_000;
const editFields = [...meetingFields, ...heldFields];

/** The collection meetings of a network: announced, moved, cancelled, and told of afterwards. */
@NotApi()
@Controller('animation/reseaux/:network/reunions')
export class MeetingsController {
  constructor(
    private readonly api: ActingApi,
    private readonly managed: ManagedNetworks,
    private readonly vocabularies: Vocabularies,
  ) {}

  @Get()
  @HtmlPage(new URL('./meetings.hbs', import.meta.url))
  async list(
    @Param('network') slug: string,
    @Query('fait') done: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Now() now: Date,
  ) {
    const network = await this.managed.at(visitor, slug);
    const after = new Date(now.getTime() - pastMs).toISOString();
    const query = new URLSearchParams({ network: network.id, after, limit: '100' });
    const { items } = bodyOf(
      await this.api.call<{ items: readonly OwnMeeting[] }>(request, 'GET', `/api/v1/meetings?${query}`),
    );
    const path = managementPath(network.slug, 'reunions');
    const mayEdit = networksRunBy(visitor).has(network.id);
    return {
      title: `Réunions de ${network.name}`,
      breadcrumb: [...managementTrail(visitor, network), { label: 'Réunions de collecte' }],
      notice: typeof done === 'string' ? said[done] : undefined,
      besides: besides(network.slug, 'reunions'),
      newPath: mayEdit ? `${path}/nouvelle` : null,
      groups: meetingGroups(items, mayEdit ? path : null, now),
    };
  }

  @Get('nouvelle')
  @HtmlPage(guidedPage)
  async ask(@Param('network') slug: string, @SignedIn() visitor: Visitor) {
    return this.form(visitor, await this.managed.at(visitor, slug), {});
  }

  @Post('nouvelle')
  @HttpCode(200)
  @HtmlPage(guidedPage)
  async schedule(
    @Param('network') slug: string,
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await this.managed.at(visitor, slug);
    const sent = sentOf(body);
    const added = await this.api.call(request, 'POST', '/api/v1/meetings', {
      body: { ...creationOf(meetingFields, sent), network: network.id },
      headers: keyIn(sent),
    });
    const refusal = refusalFor(added);
    if (!refusal) return seeOther(reply, `${managementPath(network.slug, 'reunions')}?fait=ajoutee`);
    void reply.status(refusal.status);
    return this.form(visitor, network, { sent, refusal });
  }

  @Get(':meeting')
  @HtmlPage(guidedPage)
  async show(
    @Param('network') slug: string,
    @Param('meeting') id: string,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
  ) {
    const network = await this.managed.at(visitor, slug);
    return this.form(visitor, network, await this.meeting(request, network, id));
  }

  @Post(':meeting')
  @HttpCode(200)
  @HtmlPage(guidedPage)
  async edit(
    @Param('network') slug: string,
    @Param('meeting') id: string,
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await this.managed.at(visitor, slug);
    const sent = sentOf(body);
    const patch = patchOf(editFields, sent);
    // Lists are emptied, not taken away.
    const lists = { territories: patch.territories ?? [], themes: patch.themes ?? [] };
    const edited = await this.api.call(request, 'PATCH', meetingApi(id), {
      body: { ...patch, ...lists },
      headers: revisionIn(sent),
    });
    const refusal = refusalFor(edited);
    if (!refusal) return seeOther(reply, `${managementPath(network.slug, 'reunions')}?fait=modifiee`);
    void reply.status(refusal.status);
    return this.form(visitor, network, { ...(await this.meeting(request, network, id)), sent, refusal });
  }

  private async meeting(request: FastifyRequest, network: Network, id: string) {
    const found = await this.api.call<OwnMeeting>(request, 'GET', meetingApi(id));
    const meeting = bodyOf(found);
    if (meeting.network?.slug !== network.slug) throw new NotFound();
    return { meeting, revision: (found.done && found.etag) || '' };
  }

  private async form(
    visitor: Visitor,
    network: Network,
    state: {
      readonly meeting?: OwnMeeting;
      readonly revision?: string;
      readonly sent?: Sent;
      readonly refusal?: Refusal;
    },
  ) {
    const { meeting, revision = '', sent, refusal } = state;
    const path = managementPath(network.slug, 'reunions');
    return guidedView({
      title: meeting ? 'Modifier la réunion' : 'Annoncer une réunion',
      fields: meeting ? editFields : meetingFields,
      required: meetingRequired,
      choices: await this.vocabularies.choices(),
      ...(meeting ? { content: meeting as unknown as Content } : {}),
      revision,
      sent,
      refusal,
      button: meeting ? 'Enregistrer' : 'Annoncer la réunion',
      action: `${path}/${meeting ? encodeURIComponent(meeting.id) : 'nouvelle'}`,
      cancelPath: path,
      trail: [...managementTrail(visitor, network), { label: 'Réunions de collecte', path }],
    });
  }
}

const meetingApi = (id: string): string => `/api/v1/meetings/${encodeURIComponent(id)}`;
