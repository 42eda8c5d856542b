import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { momentOf } from '../contribute/days.ts';
import { needed } from '../forms/refused.ts';
import { textOf } from '../forms/submitted.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import type { Visitor } from '../pages/visitor.ts';
import { managementPath } from '../people/managed-networks.ts';
import { type Query as Asked, addressOf } from '../search/wanted.ts';
import { ActingApi } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import type { DeliveryFacts, ListOf } from './endpoint.facts.ts';
import { deliveryLine } from './endpoint.view.ts';
import { deliveryStates } from './endpoint-words.ts';
import { Endpoints, endpointAt } from './endpoints.ts';

/** What was sent to an endpoint and how it went, attempt by attempt; searched, and sent again. */
@NotApi()
@Controller('animation/reseaux/:network/webhooks/:endpoint/envois')
export class DeliveriesPagesController {
  constructor(
    private readonly api: ActingApi,
    private readonly endpoints: Endpoints,
  ) {}

  @Get()
  @HtmlPage(new URL('./deliveries.hbs', import.meta.url))
  async list(
    @Param('network') slug: string,
    @Param('endpoint') id: string,
    @Query() query: Asked,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
  ) {
    const { network, endpoint } = await this.endpoints.find(request, visitor, slug, id);
    const wanted = wantedIn(query);
    const path = `${endpointAt(id)}/deliveries?${new URLSearchParams({ limit: '20', ...wanted })}`;
    const [types, listed] = await Promise.all([
      this.endpoints.types(),
      this.api.call<ListOf<DeliveryFacts>>(request, 'GET', path),
    ]);
    if (!listed.done && listed.refusal.status !== 422) needed(listed);
    const found = listed.done ? listed.body : { items: [], total: 0, next: null };
    const list = managementPath(network.slug, 'webhooks');
    const own = `${list}/${encodeURIComponent(id)}`;
    const chosen = (value: string, name: string) => textOf(query, name) === value;
    return {
      title: 'Journal des envois',
      about: endpoint.description ?? endpoint.url,
      breadcrumb: [
        { label: `Webhooks de ${network.name}`, path: list },
        { label: endpoint.description ?? endpoint.url, path: own },
        { label: 'Journal des envois' },
      ],
      path: `${own}/envois`,
      total: found.total,
      deliveries: found.items.map((delivery) => deliveryLine(delivery, types, own)),
      given: { q: textOf(query, 'q'), depuis: textOf(query, 'depuis'), jusque: textOf(query, 'jusque') },
      states: options('Tous les états', Object.entries(deliveryStates), (value) => chosen(value, 'etat')),
      types: options(
        'Tous les types',
        types.map(({ type, heading }) => [type, heading]),
        (value) => chosen(value, 'type'),
      ),
      isNarrowed: Object.keys(wanted).length > 0,
      pagination: paginationOf(`${own}/envois`, query, found.next),
      notice: query.fait === 'renvoi' ? 'L’envoi repart, avec le même identifiant et le même contenu.' : undefined,
      errors: listed.done ? [] : listed.refusal.errors.map(({ message }) => ({ id: '', message: spaced(message) })),
    };
  }

  @Post(':delivery/renvoyer')
  @HttpCode(303)
  async retry(
    @Param('network') slug: string,
    @Param('endpoint') id: string,
    @Param('delivery') delivery: string,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { network } = await this.endpoints.find(request, visitor, slug, id);
    needed(await this.api.call(request, 'POST', `/api/v1/deliveries/${encodeURIComponent(delivery)}/retry`));
    return seeOther(reply, `${managementPath(network.slug, 'webhooks')}/${id}/envois?fait=renvoi`);
  }
}

/** The page's own names, as the API has them. */
const wantedIn = (query: Asked): Record<string, string> => {
  const day = (name: string, isEnd: boolean) => textOf(query, name) && momentOf(textOf(query, name), isEnd);
  const wanted = {
    status: textOf(query, 'etat'),
    type: textOf(query, 'type'),
    q: textOf(query, 'q'),
    since: day('depuis', false),
    until: day('jusque', true),
    cursor: textOf(query, 'suite'),
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== ''));
};

const paginationOf = (path: string, query: Asked, next: string | null) => {
  const cursor = next && new URLSearchParams(next.split('?')[1]).get('cursor');
  const kept = ['etat', 'type', 'q', 'depuis', 'jusque'].flatMap((name): [string, string][] =>
    textOf(query, name) ? [[name, textOf(query, name)]] : [],
  );
  const at = (more: [string, string][]) => addressOf(path, new URLSearchParams([...kept, ...more]).toString());
  const first = textOf(query, 'suite') ? at([]) : undefined;
  return cursor || first ? { first, next: cursor ? at([['suite', cursor]]) : undefined } : null;
};

const options = (all: string, values: readonly (readonly [string, string])[], isChosen: (value: string) => boolean) => [
  { value: '', label: all, isChosen: isChosen('') },
  ...values.map(([value, label]) => ({ value, label, isChosen: isChosen(value) })),
];
