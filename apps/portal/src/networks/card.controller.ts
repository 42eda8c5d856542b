import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Content, patchOf, type Sent } from '../contribute/content.ts';
import { sentOf } from '../contribute/step.view.ts';
import { type Choices, Vocabularies } from '../contribute/vocabularies.ts';
import { guidedView, refusalFor, revisionIn } from '../forms/guided.ts';
import { needed } from '../forms/refused.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import type { Visitor } from '../pages/visitor.ts';
import { besides, isOperator, ManagedNetworks, managementPath, managementTrail } from '../people/managed-networks.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { Directory } from './directory.ts';
import { type ContactRow, contactRows, contactsIn } from './network-contacts.ts';
import { cardFields, cardRequired, reservedFields } from './network-fields.ts';

const template = new URL('./card.hbs', import.meta.url);
type Network = Visitor['networks'][number];

interface Tried {
  readonly sent?: Sent;
  readonly refusal?: Refusal;
  /** Of the contacts, which are a form of their own. */
  readonly contacts?: readonly ContactRow[];
  readonly notice?: string | undefined;
}

/** The card of a network, and how it is reached: its facilitators keep both up to date. */
@NotApi()
@Controller('animation/reseaux/:network/fiche')
export class CardController {
  constructor(
    private readonly api: ActingApi,
    private readonly managed: ManagedNetworks,
    private readonly vocabularies: Vocabularies,
    private readonly directory: Directory,
  ) {}

  @Get()
  @HtmlPage(template)
  async show(
    @Param('network') slug: string,
    @Query('fait') done: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
  ) {
    const notice = done === undefined ? undefined : 'La fiche est à jour.';
    return this.view(request, visitor, await this.managed.at(visitor, slug), { notice });
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(template)
  async save(
    @Param('network') slug: string,
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await this.managed.at(visitor, slug);
    const sent = sentOf(body);
    const refusal = await this.edit(request, network, patchOf(fieldsFor(visitor), sent), sent);
    if (!refusal) return seeOther(reply, `${managementPath(network.slug, 'fiche')}?fait`);
    void reply.status(refusal.status);
    return this.view(request, visitor, network, { sent, refusal });
  }

  @Post('contacts')
  @HttpCode(200)
  @HtmlPage(template)
  async saveContacts(
    @Param('network') slug: string,
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const network = await this.managed.at(visitor, slug);
    const sent = sentOf(body);
    const contacts = contactsIn(sent);
    const refusal = await this.edit(request, network, { contacts }, sent);
    if (!refusal) return seeOther(reply, `${managementPath(network.slug, 'fiche')}?fait#contacts`);
    void reply.status(refusal.status);
    return this.view(request, visitor, network, { contacts, refusal });
  }

  private async edit(request: FastifyRequest, { id }: Network, body: object, sent: Sent): Promise<Refusal | undefined> {
    return refusalFor(await this.api.call(request, 'PATCH', networkApi(id), { body, headers: revisionIn(sent) }));
  }

  private async view(request: FastifyRequest, visitor: Visitor, network: Network, tried: Tried) {
    const [found, choices, all] = await Promise.all([
      this.api.call<Content & { contacts?: readonly ContactRow[] }>(request, 'GET', networkApi(network.id)),
      this.vocabularies.choices(),
      this.directory.all(),
    ]);
    const content = needed(found);
    const isAboutContacts = tried.contacts !== undefined;
    const path = managementPath(network.slug, 'fiche');
    const view = guidedView({
      title: `Fiche de ${network.name}`,
      fields: fieldsFor(visitor),
      required: cardRequired,
      choices: withPresent(choices, content),
      networks: all ?? [],
      content,
      revision: (found.done && found.etag) || '',
      sent: tried.sent,
      refusal: isAboutContacts ? undefined : tried.refusal,
      button: 'Enregistrer la fiche',
      action: path,
      cancelPath: `/reseaux/${encodeURIComponent(network.slug)}`,
      trail: managementTrail(visitor, network),
    });
    return {
      ...view,
      notice: tried.notice,
      besides: besides(network.slug, 'fiche'),
      publicPath: `/reseaux/${encodeURIComponent(network.slug)}`,
      contactsAction: `${path}/contacts`,
      ...contactRows(tried.contacts ?? content.contacts ?? [], isAboutContacts ? tried.refusal : undefined),
    };
  }
}

const networkApi = (id: string): string => `/api/v1/networks/${encodeURIComponent(id)}`;

const fieldsFor = (visitor: Visitor) => (isOperator(visitor) ? [...cardFields, ...reservedFields] : cardFields);

/** What it is now stays a choice, also where the list does not know it: the list of actors is open. */
const withPresent = (choices: Choices, { actorType }: Content): Choices => ({
  ...choices,
  termsOf: (vocabulary) => {
    const terms = choices.termsOf(vocabulary);
    const isKnown = typeof actorType !== 'string' || terms.some(({ id }) => id === actorType);
    return vocabulary === 'actorType' && !isKnown ? [...terms, { id: actorType, label: actorType }] : terms;
  },
});
