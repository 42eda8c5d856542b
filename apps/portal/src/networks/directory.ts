import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { NotFound, Unavailable } from '#platform';
import { Services } from '../services/services.ts';

const network = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  circle: z.string(),
  networkKind: z.string(),
  actorType: z.string(),
  actorTypeLabel: z.string().optional(),
  territories: z.array(z.string()),
  sector: z.string().nullable(),
  supportLevel: z.string().nullable(),
  isUmbrella: z.boolean(),
});
export type Network = z.output<typeof network>;

const contact = z.object({
  id: z.string(),
  label: z.string(),
  email: z.string().optional(),
  phone: z.string().optional(),
  url: z.string().optional(),
  source: z.string(),
  asOf: z.string(),
});
const card = z.object({
  website: z.string().nullable(),
  description: z.string().nullable(),
  contacts: z.array(contact),
});
export type NetworkCard = z.output<typeof card>;

const page = z.object({ items: z.array(network), total: z.number().int(), next: z.string().nullable() });

const mostPages = 20;

/** The directory of networks, as submission tells it. */
@Injectable()
export class Directory {
  constructor(private readonly services: Services) {}

  /** All of them, or null when nobody can tell just now. */
  async all(): Promise<readonly Network[] | null> {
    const found: Network[] = [];
    let path: string | null = '/api/v1/networks?limit=100';
    for (let n = 0; path && n < mostPages; n += 1) {
      const read: z.output<typeof page> | null = await this.services.tell('submission', path, page);
      if (!read) return null;
      found.push(...read.items);
      path = read.next && `/api/v1/networks?${read.next.split('?')[1] ?? ''}`;
    }
    return found;
  }

  /** Their names by their ids; empty when nobody can tell now. */
  async names(): Promise<ReadonlyMap<string, string>> {
    return new Map(((await this.all()) ?? []).map(({ id, name }) => [id, name]));
  }

  /** By its slug. @throws NotFound @throws Unavailable */
  async named(slug: string): Promise<Network> {
    const all = await this.all();
    if (!all) throw new Unavailable();
    const found = all.find((one) => one.slug === slug || one.id === slug);
    if (!found) throw new NotFound({ fr: 'Ce réseau n’est pas dans l’annuaire.', en: 'There is no such network.' });
    return found;
  }

  /** What one network says of itself, and how it is reached; null when nobody can tell just now. */
  async card(id: string): Promise<NetworkCard | null> {
    return this.services.tell('submission', `/api/v1/networks/${encodeURIComponent(id)}`, card);
  }
}
