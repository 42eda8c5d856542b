import { Body, Get, HttpCode, Injectable, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFound } from '#platform';
import { type Content, creationOf, patchOf, type Sent } from '../contribute/content.ts';
import type { Field } from '../contribute/fields.ts';
import { sentOf } from '../contribute/step.view.ts';
import { Vocabularies } from '../contribute/vocabularies.ts';
import { guidedPage, guidedView, keyIn, refusalFor, revisionIn } from '../forms/guided.ts';
import { needed } from '../forms/refused.ts';
import { HtmlPage } from '../pages/html-page.ts';
import type { Visitor } from '../pages/visitor.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { type Managed, ManagedNetworks, managed, managementPath, managementTrail } from './managed-networks.ts';

type Network = Visitor['networks'][number];
type Patch = Readonly<Record<string, unknown>>;

/** Things of one kind that a network keeps, each asked for with the fields of the guided form. */
export interface Kept<Item> {
  readonly what: Managed;
  /** Where the API has them. */
  readonly api: string;
  /** The last part of the address of a new one. */
  readonly newPart: string;
  readonly fields: readonly Field[];
  /** More is asked of one that is there. */
  readonly laterFields?: readonly Field[];
  readonly required: ReadonlySet<string>;
  readonly lead?: string;
  readonly askTitle: string;
  readonly addButton: string;
  readonly titleOf: (item: Item) => string;
  /** What is said on the list afterwards: its part of the address. */
  readonly said: { readonly added: string; readonly edited: string };
  readonly isOf: (item: Item, network: Network) => boolean;
  readonly edited?: (patch: Patch) => Patch;
}

interface State<Item> {
  readonly item?: Item;
  readonly revision?: string;
  readonly sent?: Sent;
  readonly refusal?: Refusal;
}

/** The pages on which such things are added and corrected; their list is each controller’s own. */
export const keptThings = <Item extends { readonly id: string }>(kept: Kept<Item>) => {
  const listPath = ({ slug }: Network): string => managementPath(slug, kept.what);
  const apiOf = (id: string): string => `${kept.api}/${encodeURIComponent(id)}`;
  const laterFields = [...kept.fields, ...(kept.laterFields ?? [])];

  @Injectable()
  abstract class KeptThings {
    constructor(
      readonly api: ActingApi,
      readonly managed: ManagedNetworks,
      readonly vocabularies: Vocabularies,
    ) {}

    @Get(kept.newPart)
    @HtmlPage(guidedPage)
    async ask(@Param('network') slug: string, @SignedIn() visitor: Visitor) {
      return this.form(visitor, await this.managed.at(visitor, slug), {});
    }

    @Post(kept.newPart)
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
      const added = await this.api.call(request, 'POST', kept.api, {
        body: { ...creationOf(kept.fields, sent), network: network.id },
        headers: keyIn(sent),
      });
      const refusal = refusalFor(added);
      if (!refusal) return seeOther(reply, `${listPath(network)}?fait=${kept.said.added}`);
      void reply.status(refusal.status);
      return this.form(visitor, network, { sent, refusal });
    }

    @Get(':id')
    @HtmlPage(guidedPage)
    async show(
      @Param('network') slug: string,
      @Param('id') id: string,
      @SignedIn() visitor: Visitor,
      @Req() request: FastifyRequest,
    ) {
      const network = await this.managed.at(visitor, slug);
      return this.form(visitor, network, await this.find(request, network, id));
    }

    @Post(':id')
    @HttpCode(200)
    @HtmlPage(guidedPage)
    async edit(
      @Param('network') slug: string,
      @Param('id') id: string,
      @Body() body: unknown,
      @SignedIn() visitor: Visitor,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ) {
      const network = await this.managed.at(visitor, slug);
      const sent = sentOf(body);
      const patch = patchOf(laterFields, sent);
      const edits = { body: kept.edited?.(patch) ?? patch, headers: revisionIn(sent) };
      const refusal = refusalFor(await this.api.call(request, 'PATCH', apiOf(id), edits));
      if (!refusal) return seeOther(reply, `${listPath(network)}?fait=${kept.said.edited}`);
      void reply.status(refusal.status);
      return this.form(visitor, network, { ...(await this.find(request, network, id)), sent, refusal });
    }

    /** Of this network: another one's is not there. */
    async find(request: FastifyRequest, network: Network, id: string) {
      const found = await this.api.call<Item>(request, 'GET', apiOf(id));
      const item = needed(found);
      if (!kept.isOf(item, network)) throw new NotFound();
      return { item, revision: (found.done && found.etag) || '' };
    }

    async form(visitor: Visitor, network: Network, { item, revision = '', sent, refusal }: State<Item>) {
      const path = listPath(network);
      return guidedView({
        title: item ? kept.titleOf(item) : kept.askTitle,
        ...(kept.lead ? { lead: kept.lead } : {}),
        fields: item ? laterFields : kept.fields,
        required: kept.required,
        choices: await this.vocabularies.choices(),
        ...(item ? { content: item as unknown as Content } : {}),
        ...{ revision, sent, refusal },
        button: item ? 'Enregistrer' : kept.addButton,
        action: `${path}/${item ? encodeURIComponent(item.id) : kept.newPart}`,
        cancelPath: path,
        trail: [...managementTrail(visitor, network), { label: managed[kept.what], path }],
      });
    }
  }
  return KeptThings;
};
