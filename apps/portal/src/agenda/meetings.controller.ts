import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Now } from '#platform';
import { needed } from '../forms/refused.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { networksRunBy, type Visitor } from '../pages/visitor.ts';
import { keptThings } from '../people/kept-things.ts';
import { besides, managementPath, managementTrail } from '../people/managed-networks.ts';
import { SignedIn } from '../sign-in/signed-in.ts';
import { meetingGroups, type OwnMeeting } from './meetings.view.ts';
import { heldFields, meetingFields, meetingRequired } from './plan-fields.ts';

const said: Readonly<Record<string, string>> = {
  ajoutee: 'La réunion est annoncée.',
  modifiee: 'La réunion est à jour : les agendas abonnés la suivent.',
};
const pastMs = 365 * 24 * 3600_000;

const KeptMeetings = keptThings<OwnMeeting>({
  what: 'reunions',
  api: '/api/v1/meetings',
  newPart: 'nouvelle',
  fields: meetingFields,
  laterFields: heldFields,
  required: meetingRequired,
  askTitle: 'Annoncer une réunion',
  addButton: 'Annoncer la réunion',
  titleOf: () => 'Modifier la réunion',
  said: { added: 'ajoutee', edited: 'modifiee' },
  isOf: (meeting, network) => meeting.network?.slug === network.slug,
  // Lists are emptied, not taken away.
  edited: (patch) => ({ ...patch, territories: patch.territories ?? [], themes: patch.themes ?? [] }),
});

/** The collection meetings of a network: announced, moved, cancelled, and told of afterwards. */
@NotApi()
@Controller('animation/reseaux/:network/reunions')
export class MeetingsController extends KeptMeetings {
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
    const { items } = needed(
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
}
