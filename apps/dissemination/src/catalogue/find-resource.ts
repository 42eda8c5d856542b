import { Injectable } from '@nestjs/common';
import { NotFound } from '#platform';
import { CatalogueRepository } from './catalogue.repository.ts';
import type { Entry } from './entry.ts';

export class ResourceNotFound extends NotFound {
  constructor() {
    super({ fr: 'Ressource introuvable.', en: 'Resource not found.' });
  }
}

/** A public resource in its present state, whatever that is. */
@Injectable()
export class FindResource {
  constructor(private readonly catalogue: CatalogueRepository) {}

  /** @throws ResourceNotFound */
  async execute(id: string): Promise<Entry> {
    const entry = await this.catalogue.find(id);
    if (!entry) throw new ResourceNotFound();
    return entry;
  }
}
