import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Services } from '../services/services.ts';

const entry = z.object({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  territory: z.string(),
  city: z.string().nullable(),
  postcode: z.string().nullable(),
  address: z.string().nullable(),
  coordinates: z.tuple([z.number(), z.number()]).nullable(),
  contactName: z.string().nullable(),
  contactRole: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  url: z.string().nullable(),
  source: z.string(),
  asOf: z.string(),
});
export type AtlasEntry = z.output<typeof entry>;
const page = z.object({ items: z.array(entry), total: z.number().int(), next: z.string().nullable() });
const everywhere = z.object({ features: z.array(z.object({ properties: z.object({ territory: z.string() }) })) });

const keptMs = 60_000;

/** The directory of contacts, as submission tells it. */
@Injectable()
export class Atlas {
  private kept: { readonly counts: ReadonlyMap<string, number>; readonly at: number } | undefined;

  constructor(private readonly services: Services) {}

  async list(query: URLSearchParams) {
    return this.services.tell('submission', `/api/v1/atlas?${query}`, page);
  }

  async one(id: string): Promise<AtlasEntry | null> {
    return this.services.tell('submission', `/api/v1/atlas/${encodeURIComponent(id)}`, entry);
  }

  /** How many there are by territory, at most a minute old; null when nobody can tell just now. */
  async counts(): Promise<ReadonlyMap<string, number> | null> {
    if (this.kept && Date.now() - this.kept.at < keptMs) return this.kept.counts;
    const told = await this.services.tell(
      'submission',
      '/api/v1/atlas/export.geojson',
      everywhere,
      'application/geo+json',
    );
    if (!told) return this.kept?.counts ?? null;
    const counts = new Map<string, number>();
    for (const { properties } of told.features)
      counts.set(properties.territory, (counts.get(properties.territory) ?? 0) + 1);
    this.kept = { counts, at: Date.now() };
    return counts;
  }
}
