import { canonicalQuery, type PublicResource, type ResourceFilter } from '#contracts';
import { families, frenchDate, licences, territoryName, themes } from '#taxonomy';
import type { LastChange } from '../catalogue/announcement.repository.ts';
import type { Announcement } from '../catalogue/announcement.ts';
import type { PublicOrigin } from '../public-origin.ts';

export const feedFormats = ['rss', 'atom', 'json'] as const;
export type FeedFormat = (typeof feedFormats)[number];

export const mediaTypes: Record<FeedFormat, string> = {
  rss: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
};

/** How many announcements a feed carries. */
export const feedLength = 50;

/** A feed that somebody may ask for: a set, in a format, as it is now or as a month of its past (RFC 5005). */
export interface FeedAsked {
  readonly format: FeedFormat;
  readonly filter: ResourceFilter;
  /** `2026-10`. */
  readonly archive?: string | undefined;
}

export interface FeedItem {
  /** The same in the three feeds. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly html: string;
  readonly publishedAt: Date;
  readonly updatedAt: Date;
  readonly resource: PublicResource;
}

/** What was told of a resource that was withdrawn since (RFC 6721). */
export interface Tombstone {
  readonly id: string;
  readonly at: Date;
}

/** A feed before it takes a format. */
export interface Feed {
  readonly title: string;
  readonly description: string;
  readonly selfUrl: string;
  readonly siteUrl: string;
  readonly hubUrl: string;
  readonly styleUrl: string;
  readonly updatedAt: Date;
  readonly items: readonly FeedItem[];
  readonly tombstones: readonly Tombstone[];
  readonly isArchive: boolean;
  /** Addresses of the documents before and after this one, when there are. */
  readonly previousUrl: string | null;
  readonly nextUrl: string | null;
  /** For an archive: the feed that it belongs to. */
  readonly currentUrl: string;
}

/** What a feed is made of. */
export interface FeedContent {
  readonly announcements: readonly Announcement[];
  readonly buried: readonly Announcement[];
  readonly lastChange: LastChange | null;
  /** Months whose archives come before and after. */
  readonly previousMonth: string | null;
  readonly nextMonth: string | null;
}

/** Before the first announcement there is still a feed, and it must not change with the clock. */
const birth = new Date('2026-01-01T00:00:00.000Z');

/** The address of a feed: one per set, whatever the order in which its filter was written. */
export const feedUrl = (origin: PublicOrigin, { format, filter, archive }: FeedAsked): string => {
  const query = [archive ? `archive=${archive}` : '', canonicalQuery(filter)].filter(Boolean).join('&');
  return origin.address(`/feeds/resources.${format}${query ? `?${query}` : ''}`);
};

export const feedOf = (origin: PublicOrigin, asked: FeedAsked, content: FeedContent): Feed => {
  const { format, filter, archive } = asked;
  const items = content.announcements.map((announcement) => itemOf(origin, announcement));
  const newest = Math.max(birth.getTime(), content.lastChange?.updatedAt.getTime() ?? 0);
  const archiveUrl = (month: string | null) => month && feedUrl(origin, { format, filter, archive: month });
  const search = canonicalQuery(filter);
  return {
    title: `Essaim : ${titleOf(filter)}${archive ? ` (archives, ${archive})` : ''}`,
    description: 'Les ressources des réseaux d’appui à la vie associative, validées par un comité éditorial pluriel.',
    selfUrl: feedUrl(origin, asked),
    siteUrl: origin.address(search ? `/ressources?${search}` : '/'),
    hubUrl: origin.address('/hub'),
    styleUrl: origin.address('/feeds/style.css'),
    updatedAt: new Date(newest),
    items,
    tombstones: content.buried.map(({ _id, updatedAt }) => ({ id: _id, at: updatedAt })),
    isArchive: archive !== undefined,
    previousUrl: archiveUrl(content.previousMonth),
    nextUrl: archiveUrl(content.nextMonth),
    currentUrl: feedUrl(origin, { format, filter }),
  };
};

const titleOf = (wanted: ResourceFilter): string => {
  const parts = [
    ...(wanted.family ?? []).map((id) => families.label(id)),
    ...(wanted.theme ?? []).map((id) => themes.label(id)),
    ...(wanted.territory ?? []).map(territoryName),
    ...(wanted.label ? ['références nationales'] : []),
    ...(wanted.q ?? []).map((phrase) => `« ${phrase} »`),
  ];
  return parts.length ? parts.join(', ') : 'toutes les ressources';
};

const itemOf = (origin: PublicOrigin, announcement: Announcement): FeedItem => {
  const { _id, at, updatedAt } = announcement;
  const resource = origin.resource(announcement.resource);
  const lines = linesOf(announcement, resource);
  return {
    id: _id,
    title: `${prefixOf(announcement)}${resource.title}`,
    text: lines.join('\n\n'),
    html: lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n'),
    publishedAt: at,
    updatedAt,
    resource,
  };
};

/** What became of it, said first: that is what a reader's list shows. */
const prefixOf = ({ kind, resource }: Announcement): string => {
  if (kind === 'withdrawn') return 'Retirée : ';
  if (resource.status === 'suspended') return 'Suspendue : ';
  if (resource.status === 'flagged') return 'Vérification en cours : ';
  if (kind === 'reference')
    return resource.label === 'reference' ? 'Référence nationale : ' : 'N’est plus référence nationale : ';
  return kind === 'revised' ? 'Mise à jour : ' : '';
};

/** Why it is held back comes first; then what changes, what it is, what it is worth, who it is from. */
const linesOf = ({ kind }: Announcement, resource: PublicResource): string[] => {
  const reason = resource.status === 'published' ? null : resource.statusReason;
  if (kind === 'withdrawn' || resource.status === 'suspended')
    return [...(reason ? [reason] : []), attribution(resource)];
  return [
    ...(reason ? [reason] : []),
    ...(resource.change ? [`Ce qui change : ${resource.change}`] : []),
    resource.summary,
    ...(resource.fieldTest ? [resource.fieldTest.sentence] : []),
    ...(resource.verification ? [resource.verification.sentence] : []),
    attribution(resource),
  ];
};

/** « Réseau, licence, mise à jour du … » */
export const attribution = ({ network, licence, revisedAt, publishedAt }: PublicResource): string =>
  `${network.name}, ${licences.label(licence)}, mise à jour du ${frenchDate(revisedAt ?? publishedAt)}`;

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
