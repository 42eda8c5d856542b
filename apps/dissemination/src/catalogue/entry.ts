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
}

export type AnnouncementKind = 'published' | 'revised';

/** Something told of a resource, once: an item of the feeds. Its id is the one that all three feeds print. */
export interface Announcement extends Facets {
  readonly _id: string;
  readonly kind: AnnouncementKind;
  readonly at: Date;
  readonly updatedAt: Date;
  readonly resource: AnnouncedResource;
}

/** `urn:essaim:<resource id>:v<n>:<kind>`, the same in RSS, Atom and JSON Feed. */
export const announcementId = ({ id, version }: AnnouncedResource, kind: AnnouncementKind): string =>
  `urn:essaim:${id}:v${version}:${kind}`;

export const facetsOf = (resource: AnnouncedResource): Facets => ({
  leaves: [...scopeLeaves(resource.scope)],
  stems: [...stems([resource.title, resource.summary, resource.change ?? '', resource.network.name].join(' '))],
});
