import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { NotFound } from '#platform';
import { needed, optional } from '../forms/refused.ts';
import type { Visitor } from '../pages/visitor.ts';
import { ManagedNetworks } from '../people/managed-networks.ts';
import { Services } from '../services/services.ts';
import { ActingApi } from '../sign-in/acting-api.ts';
import type { DeliveryFacts, EndpointFacts, EventTypeFacts, ListOf } from './endpoint.facts.ts';
import { isInTrouble } from './endpoint-words.ts';

const all = '/api/v1/webhook-endpoints';
const eventTypes = z.object({
  items: z.array(
    z.object({
      type: z.string(),
      audience: z.enum(['everyone', 'producer']),
      heading: z.string(),
      description: z.string(),
    }),
  ),
});
const publicKeys = z.object({ items: z.array(z.object({ publicKey: z.string() })) });

export const endpointAt = (id: string): string => `${all}/${encodeURIComponent(id)}`;

/** The endpoints of the networks that somebody runs, as the API tells them. */
@Injectable()
export class Endpoints {
  constructor(
    private readonly api: ActingApi,
    private readonly services: Services,
    private readonly networks: ManagedNetworks,
  ) {}

  async list(request: FastifyRequest, network: string, cursor: string): Promise<ListOf<EndpointFacts>> {
    const query = new URLSearchParams({ network, limit: '100', ...(cursor ? { cursor } : {}) });
    return needed(await this.api.call<ListOf<EndpointFacts>>(request, 'GET', `${all}?${query}`));
  }

  /** Of all their networks, those that receive nothing now, or fail to. Nothing while nobody can tell: a page goes on without. */
  async inTrouble(request: FastifyRequest): Promise<readonly EndpointFacts[]> {
    const found: EndpointFacts[] = [];
    let path: string | null = `${all}?limit=100`;
    while (path) {
      const page: ListOf<EndpointFacts> | null = await optional(
        this.api.call<ListOf<EndpointFacts>>(request, 'GET', path),
      );
      found.push(...(page?.items ?? []));
      path = page?.next ?? null;
    }
    return found.filter(isInTrouble);
  }

  /** @throws NotFound also when it is of another network than the page. */
  async find(request: FastifyRequest, visitor: Visitor, slug: string, id: string) {
    const network = await this.networks.at(visitor, slug);
    const acted = await this.api.call<EndpointFacts>(request, 'GET', endpointAt(id));
    const endpoint = needed(acted);
    if (endpoint.network !== network.id) throw new NotFound();
    return { network, endpoint, revision: (acted.done && acted.etag) || '' };
  }

  async lastPing(request: FastifyRequest, id: string): Promise<DeliveryFacts | undefined> {
    const path = `${endpointAt(id)}/deliveries?type=ping&limit=1`;
    return (await optional(this.api.call<ListOf<DeliveryFacts>>(request, 'GET', path)))?.items[0];
  }

  /** Nothing while nobody can tell: a page goes on without their names. */
  async types(): Promise<readonly EventTypeFacts[]> {
    return (await this.services.tell('dissemination', '/api/v1/event-types', eventTypes))?.items ?? [];
  }

  /** Of a network whose endpoints are signed with `v1a`. */
  async publicKey(network: string): Promise<string | null> {
    const path = `/api/v1/networks/${encodeURIComponent(network)}/webhook-keys`;
    return (await this.services.tell('dissemination', path, publicKeys))?.items[0]?.publicKey ?? null;
  }
}
