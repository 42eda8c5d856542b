import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { atlasKinds, territoryName } from '#taxonomy';
import { needed } from '../forms/refused.ts';
import { frenchDate, spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import type { Visitor } from '../pages/visitor.ts';
import { keptThings } from '../people/kept-things.ts';
import { besides, managementPath, managementTrail } from '../people/managed-networks.ts';
import { SignedIn } from '../sign-in/signed-in.ts';
import type { AtlasEntry } from './atlas.ts';
import { contactFields, contactRequired } from './contact-fields.ts';

type Own = AtlasEntry & { readonly network: string };

const said: Readonly<Record<string, string>> = {
  ajoute: 'Le contact est dans l’atlas.',
  modifie: 'Le contact est à jour.',
};

const KeptContacts = keptThings<Own>({
  what: 'contacts',
  api: '/api/v1/atlas',
  newPart: 'nouveau',
  fields: contactFields,
  required: contactRequired,
  askTitle: 'Ajouter un contact',
  addButton: 'Ajouter à l’atlas',
  titleOf: ({ name }) => `Corriger ${name}`,
  said: { added: 'ajoute', edited: 'modifie' },
  isOf: (entry, network) => entry.network === network.id,
});

/** The lines of the atlas that a network keeps: its facilitators add and correct them. */
@NotApi()
@Controller('animation/reseaux/:network/contacts')
export class ContactsController extends KeptContacts {
  @Get()
  @HtmlPage(new URL('./contacts.hbs', import.meta.url))
  async list(
    @Param('network') slug: string,
    @Query() query: Record<string, unknown>,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
  ) {
    const network = await this.managed.at(visitor, slug);
    const page = new URLSearchParams({ network: network.id, limit: '50' });
    if (typeof query.suite === 'string') page.set('cursor', query.suite);
    const { items, next } = needed(
      await this.api.call<{ items: readonly Own[]; next: string | null }>(request, 'GET', `/api/v1/atlas?${page}`),
    );
    const path = managementPath(network.slug, 'contacts');
    const rest = next && new URL(next, 'https://site.invalid').searchParams.get('cursor');
    return {
      title: `Contacts de ${network.name}`,
      breadcrumb: [...managementTrail(visitor, network), { label: 'Contacts de l’atlas' }],
      notice: typeof query.fait === 'string' ? said[query.fait] : undefined,
      besides: besides(network.slug, 'contacts'),
      newPath: `${path}/nouveau`,
      entries: items.map((entry) => lineOf(entry, path)),
      pagination:
        rest || query.suite
          ? { first: query.suite ? path : null, next: rest && `${path}?suite=${encodeURIComponent(rest)}` }
          : undefined,
    };
  }
}

const lineOf = ({ id, name, kind, territory, source, asOf }: Own, path: string) => ({
  name: spaced(name),
  kind: atlasKinds.label(kind),
  territory: territoryName(territory),
  source: `${source}, ${frenchDate(`${asOf}T12:00:00Z`)}`,
  path: `${path}/${encodeURIComponent(id)}`,
});
