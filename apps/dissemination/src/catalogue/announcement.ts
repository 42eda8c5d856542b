import { type AnnouncedResource, isCreditRemoved, withoutCredit } from '#contracts';
import { type Entry, type Facets, facetsOf, isListed } from './entry.ts';

export const announcementKinds = ['published', 'revised', 'reference', 'withdrawn'] as const;
export type AnnouncementKind = (typeof announcementKinds)[number];

/** Something told of a resource, once: an item of the feeds. Its id is the one that all three feeds print. */
export interface Announcement extends Facets {
  readonly _id: string;
  readonly resourceId: string;
  readonly kind: AnnouncementKind;
  readonly version: number;
  readonly at: Date;
  /** Moves when what it prints changes, or when it leaves. */
  readonly updatedAt: Date;
  /** When we wrote it: instances ask for what changed since. */
  readonly changedAt: Date;
  readonly resource: AnnouncedResource;
  /** The state before, for a revision: what leaves a filter is told to those who follow it. */
  readonly previous?: (Facets & { readonly resource: AnnouncedResource }) | undefined;
  /** Whether feeds print it. */
  readonly isShown: boolean;
  /** Feeds print a tombstone in its place: its resource was withdrawn. */
  readonly isBuried: boolean;
}

/** `urn:essaim:<resource id>:v<n>:<kind>`, the same in RSS, Atom and JSON Feed. */
export const announcementId = ({ id, version }: AnnouncedResource, kind: AnnouncementKind): string =>
  `urn:essaim:${id}:v${version}:${kind}`;

export const anAnnouncement = (resource: AnnouncedResource, kind: AnnouncementKind, at: Date): Announcement => ({
  _id: announcementId(resource, kind),
  resourceId: resource.id,
  kind,
  version: resource.version,
  at,
  updatedAt: at,
  changedAt: new Date(),
  resource,
  ...facetsOf(resource),
  isShown: kind !== 'withdrawn' && isListed(resource),
  isBuried: false,
});

/** The day that a version was told: what a lost stream can still tell of it. */
export const versionToldAt = ({ revisedAt, publishedAt }: AnnouncedResource): Date =>
  new Date(revisedAt ?? publishedAt);

/** What a state of a resource says must have been told, whichever event brought it. */
export const toldBy = (resource: AnnouncedResource, stateAt: Date): Announcement[] => [
  anAnnouncement(resource, resource.revisedAt ? 'revised' : 'published', versionToldAt(resource)),
  ...(resource.status === 'withdrawn' ? [anAnnouncement(resource, 'withdrawn', stateAt)] : []),
];

/** Becoming a national reference is told once; who follows references also hears that it is none any more. */
export const toldOfLabel = (resource: AnnouncedResource, at: Date): Announcement => ({
  ...anAnnouncement(resource, 'reference', at),
  previous: { resource, ...facetsOf(resource) },
});

const rank = ({ version, kind }: Announcement): number => version * 10 + announcementKinds.indexOf(kind);

/** What changes about the announcements of a resource, so that they say its present state. */
export type Alignment = Pick<Announcement, '_id'> & Partial<Announcement>;

/**
 * A flag, suspension, confirmation or lost label makes no new entry: it rewrites the present one. A name that was taken off
 * is so in all of them.
 *
 * | the resource is    | feeds print                                                    |
 * |--------------------|----------------------------------------------------------------|
 * | published, flagged | all of its announcements; the newest says the present state    |
 * | suspended          | the newest alone, which says so                                |
 * | expired            | nothing                                                        |
 * | withdrawn          | « Retirée », and a tombstone for each earlier announcement     |
 */
export const alignments = (entry: Entry, all: readonly Announcement[]): Alignment[] => {
  const { resource, stateAt } = entry;
  const isWithdrawn = resource.status === 'withdrawn';
  const told = all.filter(({ kind }) => isWithdrawn || kind !== 'withdrawn');
  const present = told.toSorted((a, b) => rank(a) - rank(b)).at(-1);
  return all.flatMap((announcement): Alignment[] => {
    const { _id, kind } = announcement;
    const isPresent = announcement === present;
    const isShown = isPresent ? resource.status !== 'expired' : isListed(resource) && kind !== 'withdrawn';
    const isBuried = isWithdrawn && !isPresent;
    const moved = isShown !== announcement.isShown || isBuried !== announcement.isBuried;
    const worded = isPresent ? resource : credited(asTold(announcement.resource), resource);
    const previous = previousOf(announcement, worded);
    if (!moved && !previous && !isOtherWording(announcement.resource, worded)) return [];
    const facets = isPresent || isCreditRemoved(worded) ? facetsOf(worded) : {};
    const state = { isShown, isBuried, updatedAt: stateAt, changedAt: new Date() };
    return [{ _id, ...state, resource: worded, ...facets, ...(previous ? { previous } : {}) }];
  });
};

/** Only the newest says what became of a resource: an earlier one says what it said when it was told. */
const asTold = (resource: AnnouncedResource): AnnouncedResource =>
  resource.status === 'published' ? resource : { ...resource, status: 'published', statusReason: null };

/** A version of before, by the credit of today. */
export const credited = (resource: AnnouncedResource, present: AnnouncedResource): AnnouncedResource =>
  isCreditRemoved(present) && !isCreditRemoved(resource) ? withoutCredit(resource) : resource;

/** The state before, which filters are held against, without a name that was taken off; null when it stays as it is. */
const previousOf = ({ previous }: Announcement, worded: AnnouncedResource): Announcement['previous'] | null => {
  if (!previous || !isCreditRemoved(worded) || isCreditRemoved(previous.resource)) return null;
  const resource = withoutCredit(previous.resource);
  return { resource, ...facetsOf(resource) };
};

const isOtherWording = (told: AnnouncedResource, present: AnnouncedResource): boolean =>
  JSON.stringify(told) !== JSON.stringify(present);
