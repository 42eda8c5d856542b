import { Injectable } from '@nestjs/common';
import { resourcePublished, resourceRevised } from '#contracts';
import { type AnnouncedAs, OnEvent, putIfNewer, type WritesReadModel } from '#messaging';
import { CatalogueRepository } from './catalogue.repository.ts';
import { CatalogueChanges } from './catalogue-changes.ts';
import { announcementId, facetsOf } from './entry.ts';

/** An approved resource enters the catalogue, and the feeds. */
@Injectable()
export class PublishEntry implements WritesReadModel {
  constructor(
    private readonly catalogue: CatalogueRepository,
    private readonly changes: CatalogueChanges,
  ) {}

  @OnEvent(resourcePublished, resourceRevised)
  async whenPublished(event: AnnouncedAs<typeof resourcePublished | typeof resourceRevised>): Promise<void> {
    const { resource } = event.data;
    const kind = event.type === resourcePublished.type ? 'published' : 'revised';
    const at = new Date(resource.revisedAt ?? resource.publishedAt);
    const facets = facetsOf(resource);
    // Guarded by version: a repeat or a late arrival changes nothing.
    await putIfNewer(this.catalogue.entries, { _id: resource.id, v: event.aggregateVersion, resource, ...facets });
    await this.catalogue.announce({
      _id: announcementId(resource, kind),
      kind,
      at,
      updatedAt: at,
      resource,
      ...facets,
    });
    this.changes.tell();
  }

  async forget(): Promise<void> {
    await this.catalogue.forget();
  }
}
