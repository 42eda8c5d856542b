import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFound } from '#platform';
import { atlasKinds, territoryName } from '#taxonomy';
import { creationOf, patchOf, type Sent } from '../contribute/content.ts';
import { bodyOf } from '../contribute/contribution-desk.ts';
import { sentOf } from '../contribute/step.view.ts';
import { Vocabularies } from '../contribute/vocabularies.ts';
import { guidedPage, guidedView, keyIn, refusalFor, revisionIn } from '../forms/guided.ts';
import { frenchDate, spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import type { Visitor } from '../pages/visitor.ts';
import { besides, ManagedNetworks, managementPath, managementTrail } from '../people/managed-networks.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import type { AtlasEntry } from './atlas.ts';
import { contactFields, contactRequired } from './contact-fields.ts';

type Own = AtlasEntry & { readonly network: string };
type Network = Visitor['networks'][number];

const said: Readonly<Record<string, string>> = {
  ajoute: 'Le contact est dans l’atlas.',
  modifie: 'Le contact est à jour.',
};

/** The lines of the atlas that a network keeps: its facilitators add and correct them. */
@NotApi()
@Controller('animation/reseaux/:network/contacts')
export class ContactsController {
  constructor(
    private readonly api: ActingApi,
    private readonly managed: ManagedNetworks,
    private readonly vocabularies: Vocabularies,
  ) {}

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
    const { items, next } = bodyOf(
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

  @Get('nouveau')
  @HtmlPage(guidedPage)
  async ask(@Param('network') slug: string, @SignedIn() visitor: Visitor) {
    return this.form(visitor, await this.managed.at(visitor, slug), {});
  }

  @Post('nouveau')
  @HttpCode(200)
  @HtmlPage(guidedPage)
  async add(
    @Param('network') slug: string,
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await this.managed.at(visitor, slug);
    const sent = sentOf(body);
    const added = await this.api.call(request, 'POST', '/api/v1/atlas', {
      body: { ...creationOf(contactFields, sent), network: network.id },
      headers: keyIn(sent),
    });
    const refusal = refusalFor(added);
    if (!refusal) return seeOther(reply, `${managementPath(network.slug, 'contacts')}?fait=ajoute`);
    void reply.status(refusal.status);
    return this.form(visitor, network, { sent, refusal });
  }

  @Get(':entry')
  @HtmlPage(guidedPage)
  async show(
    @Param('network') slug: string,
    @Param('entry') id: string,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
  ) {
    const network = await this.managed.at(visitor, slug);
    return this.form(visitor, network, await this.entry(request, network, id));
  }

  @Post(':entry')
  @HttpCode(200)
  @HtmlPage(guidedPage)
  async edit(
    @Param('network') slug: string,
    @Param('entry') id: string,
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await this.managed.at(visitor, slug);
    const sent = sentOf(body);
    const edited = await this.api.call(request, 'PATCH', entryApi(id), {
      body: patchOf(contactFields, sent),
      headers: revisionIn(sent),
    });
    const refusal = refusalFor(edited);
    if (!refusal) return seeOther(reply, `${managementPath(network.slug, 'contacts')}?fait=modifie`);
    void reply.status(refusal.status);
    return this.form(visitor, network, { ...(await this.entry(request, network, id)), sent, refusal });
  }

  /** Of this network: another one's is not there. */
  private async entry(request: FastifyRequest, network: Network, id: string) {
    const found = await this.api.call<Own>(request, 'GET', entryApi(id));
    const entry = bodyOf(found);
    if (entry.network !== network.id) throw new NotFound();
    return { entry, revision: (found.done && found.etag) || '' };
  }

  private async form(
    visitor: Visitor,
    { id, slug }: Network,
    state: { readonly entry?: Own; readonly revision?: string; readonly sent?: Sent; readonly refusal?: Refusal },
  ) {
    const path = managementPath(slug, 'contacts');
    const { entry, revision = '', sent, refusal } = state;
    return guidedView({
      title: entry ? `Corriger ${entry.name}` : 'Ajouter un contact',
      fields: contactFields,
      required: contactRequired,
      choices: await this.vocabularies.choices(),
      ...(entry ? { content: entry } : {}),
      revision,
      sent,
      refusal,
      button: entry ? 'Enregistrer' : 'Ajouter à l’atlas',
      action: `${path}/${entry ? encodeURIComponent(entry.id) : 'nouveau'}`,
      cancelPath: path,
      trail: [...managementTrail(visitor, { id }), { label: 'Contacts de l’atlas', path }],
    });
  }
}

const entryApi = (id: string): string => `/api/v1/atlas/${encodeURIComponent(id)}`;

const lineOf = ({ id, name, kind, territory, source, asOf }: Own, path: string) => ({
  name: spaced(name),
  kind: atlasKinds.label(kind),
  territory: territoryName(territory),
  source: `${source}, ${frenchDate(`${asOf}T12:00:00Z`)}`,
  path: `${path}/${encodeURIComponent(id)}`,
});
