import { type AnnouncedResource, stems } from '#contracts';
import { scopeLeaves } from '#taxonomy';

/** What the catalogue is filtered by, written beside each resource so that the database can. */
export interface Facets {
  readonly leaves: readonly string[];
  readonly stems: readonly string[];
}

/** A public resource in its present state. Its id is the resource's. */
export interface Entry extends Facets {
  readonly _id: string;
  readonly v: number;
  readonly resource: AnnouncedResource;
  /** When that state began, as its owner tells. */
  readonly stateAt: Date;
  /** When we wrote it: harvesters and other instances ask for what changed since. */
  readonly changedAt: Date;
}

/** A version as the committee approved it. Its id is `<resource id>|<version>`. */
export interface KeptVersion {
  readonly _id: string;
  readonly v: number;
  readonly resourceId: string;
  readonly version: number;
  readonly resource: AnnouncedResource;
}

export const listedStatuses: readonly string[] = ['published', 'flagged'];

/** Whether a resource is in lists, search and feeds: a suspended, expired or withdrawn one is not. */
export const isListed = ({ status }: AnnouncedResource): boolean => listedStatuses.includes(status);

export const facetsOf = (resource: AnnouncedResource): Facets => ({
  leaves: [...scopeLeaves(resource.scope)],
  stems: [...stems([resource.title, resource.summary, resource.change ?? '', resource.network.name].join(' '))],
});
