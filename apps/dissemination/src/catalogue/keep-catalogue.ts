import { Injectable } from '@nestjs/common';
import {
  resourceAdopted,
  resourceConfirmed,
  resourceCreditRemoved,
  resourceExpired,
  resourceFlagged,
  resourceLabelled,
  resourcePublished,
  resourceRestored,
  resourceRevised,
  resourceSuspended,
  resourceUnlabelled,
  resourceWithdrawn,
} from '#contracts';
import { type AnnouncedAs, OnEvent, putIfNewer, type WritesReadModel } from '#messaging';
import { PlanHub } from '../websub/plan-hub.ts';
import { AnnouncementRepository } from './announcement.repository.ts';
import { credited, toldBy, toldOfLabel } from './announcement.ts';
import { CatalogueRepository } from './catalogue.repository.ts';
import { CatalogueChanges } from './catalogue-changes.ts';
import { facetsOf } from './entry.ts';

type ResourceEvent = AnnouncedAs<
  | typeof resourcePublished
  | typeof resourceRevised
  | typeof resourceFlagged
  | typeof resourceConfirmed
  | typeof resourceCreditRemoved
  | typeof resourceSuspended
  | typeof resourceRestored
  | typeof resourceExpired
  | typeof resourceLabelled
  | typeof resourceUnlabelled
  | typeof resourceAdopted
  | typeof resourceWithdrawn
>;

/** Whatever becomes of a public resource is in the catalogue, and in what feeds tell of it. */
@Injectable()
export class KeepCatalogue implements WritesReadModel {
  constructor(
    private readonly catalogue: CatalogueRepository,
    private readonly announcements: AnnouncementRepository,
    private readonly changes: CatalogueChanges,
    private readonly hub: PlanHub,
  ) {}

  @OnEvent(
    resourcePublished,
    resourceRevised,
    resourceFlagged,
    resourceConfirmed,
    resourceCreditRemoved,
    resourceSuspended,
    resourceRestored,
    resourceExpired,
    resourceLabelled,
    resourceUnlabelled,
    resourceAdopted,
    resourceWithdrawn,
  )
  async whenAnnounced(event: ResourceEvent): Promise<void> {
    const { resource } = event.data;
    await Promise.all([
      this.catalogue.keepVersion(resource, event.aggregateVersion),
      // Guarded by version: a repeat or a late arrival changes nothing.
      putIfNewer(this.catalogue.entries, {
        _id: resource.id,
        v: event.aggregateVersion,
        resource,
        stateAt: new Date(event.occurredAt),
        changedAt: new Date(),
        ...facetsOf(resource),
      }),
      this.tell(event),
    ]);
    const present = await this.catalogue.find(resource.id);
    if (present) await this.announcements.align(present);
    this.changes.tell();
    // Whoever is sent the feeds gets them with this in.
    if (event.type !== resourceAdopted.type) await this.hub.execute(event);
  }

  async forget(): Promise<void> {
    await this.announcements.forget();
    // Last: it tells everybody to begin anew.
    await this.catalogue.forget();
  }

  /** Every event of a version makes sure that what it implies was told, so that their order does not matter. */
  private async tell(event: ResourceEvent): Promise<void> {
    const { resource, previous } = event.data;
    const at = new Date(event.occurredAt);
    const known = await this.catalogue.find(resource.id);
    // Never shown with a name that was taken off since, however late it is heard.
    for (const announcement of toldBy(known ? credited(resource, known.resource) : resource, at)) {
      const isRevision = event.type === resourceRevised.type && announcement.kind === 'revised' && previous;
      await this.announcements.keep(
        isRevision ? { ...announcement, previous: { resource: previous, ...facetsOf(previous) } } : announcement,
      );
    }
    if (await this.becameReference(event)) await this.announcements.keep(toldOfLabel(resource, at));
  }

  private async becameReference({ type, reannounced, data: { resource } }: ResourceEvent): Promise<boolean> {
    if (type === resourceLabelled.type && !reannounced) return true;
    // Told again, the version that was labelled is not known any more.
    const isOne = reannounced === true && resource.label === 'reference';
    return isOne && !(await this.announcements.hasTold(resource.id, 'reference'));
  }
}
