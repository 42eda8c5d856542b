import { Injectable } from '@nestjs/common';
import { CatalogueRepository } from '../../catalogue/catalogue.repository.ts';
import { closingDays, type News } from './digest.ts';
import { longestDays, TellingRepository } from './telling.repository.ts';

const dayMs = 24 * 3600_000;

/** What there is to tell at this moment, read once for all the digests that are made now. */
@Injectable()
export class GatherNews {
  constructor(
    private readonly tellings: TellingRepository,
    private readonly catalogue: CatalogueRepository,
  ) {}

  async execute(now: Date): Promise<News> {
    const tellings = await this.tellings.since(new Date(now.getTime() - longestDays * dayMs));
    const closing = await this.catalogue.closing(now, new Date(now.getTime() + closingDays * dayMs));
    const resources = [...new Set([...tellings.map(({ resourceId }) => resourceId), ...closing.map(({ id }) => id)])];
    const entries = await this.catalogue.findAll(resources);
    return { tellings, closing, resources, present: new Map(entries.map(({ _id, resource }) => [_id, resource])) };
  }
}
