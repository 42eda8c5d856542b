import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Catalogue } from '../resources/catalogue.ts';
import { Services } from '../services/services.ts';

const meetings = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      description: z.string().nullish(),
      startsAt: z.string(),
      endsAt: z.string().nullish(),
      timeZone: z.string(),
      place: z.string().nullish(),
      territories: z.array(z.string()).default([]),
      isCancelled: z.boolean().default(false),
      isOnline: z.boolean().default(false),
      network: z.object({ slug: z.string(), name: z.string() }).nullish(),
    }),
  ),
});
export type Meeting = z.output<typeof meetings>['items'][number];

/** What is coming: collection meetings as submission tells them, and deadlines as the catalogue does. */
@Injectable()
export class Agenda {
  constructor(
    private readonly services: Services,
    private readonly catalogue: Catalogue,
  ) {}

  /** The next meetings, the nearest first; null when nobody can tell. */
  async meetings(now: Date): Promise<readonly Meeting[] | null> {
    const after = encodeURIComponent(now.toISOString());
    const found = await this.services.tell('submission', `/api/v1/meetings?after=${after}&limit=50`, meetings);
    return found?.items.toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt)) ?? null;
  }

  /** What closes within a year, the nearest first; null when nobody can tell. */
  async deadlines(now: Date) {
    const closesBefore = new Date(now.getTime() + 365 * 24 * 3600 * 1000).toISOString().slice(0, 10);
    const found = await this.catalogue.list(`closesBefore=${closesBefore}&sort=closing&limit=50`);
    return found?.items.filter(({ expiresAt }) => expiresAt && new Date(expiresAt) > now) ?? null;
  }
}
