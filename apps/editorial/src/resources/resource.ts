import type { AnnouncedResource } from '#contracts';
import type { Stored } from '#messaging';

/** A public resource, as editorial answers for it. Its id is its contribution's. */
export interface Resource extends Stored {
  readonly current: AnnouncedResource;
}

/** The next public state: a revision keeps the day it was first published. */
export const revisedFrom = (previous: AnnouncedResource, approved: AnnouncedResource): AnnouncedResource => ({
  ...approved,
  label: previous.label,
  publishedAt: previous.publishedAt,
  revisedAt: approved.publishedAt,
});
