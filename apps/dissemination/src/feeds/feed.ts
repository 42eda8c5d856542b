import { canonicalQuery, type PublicResource, type ResourceFilter } from '#contracts';
import { families, frenchDate, licences, territoryName, themes } from '#taxonomy';
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

/** A feed before it takes a format. */
export interface Feed {
  readonly title: string;
  readonly description: string;
  readonly selfUrl: string;
  readonly siteUrl: string;
  readonly updatedAt: Date;
  readonly items: readonly FeedItem[];
}

/** Before the first announcement there is still a feed, and it must not change with the clock. */
const birth = new Date('2026-01-01T00:00:00.000Z');

/** The address of a feed: one per set, whatever the order in which its filter was written. */
export const feedUrl = (origin: PublicOrigin, format: FeedFormat, wanted: ResourceFilter): string => {
  const query = canonicalQuery(wanted);
  return origin.address(`/feeds/resources.${format}${query ? `?${query}` : ''}`);
};

export const feedOf = (
  origin: PublicOrigin,
  format: FeedFormat,
  wanted: ResourceFilter,
  announcements: readonly Announcement[],
): Feed => {
  const items = announcements.map((announcement) => itemOf(origin, announcement));
  const newest = Math.max(birth.getTime(), ...items.map(({ updatedAt }) => updatedAt.getTime()));
  return {
    title: `Essaim : ${titleOf(wanted)}`,
    description: 'Les ressources des réseaux d’appui à la vie associative, validées par un comité éditorial pluriel.',
    selfUrl: feedUrl(origin, format, wanted),
    siteUrl: origin.address('/'),
    updatedAt: new Date(newest),
    items,
  };
};

const titleOf = (wanted: ResourceFilter): string => {
  const parts = [
    ...(wanted.family ?? []).map((id) => families.label(id)),
    ...(wanted.theme ?? []).map((id) => themes.label(id)),
    ...(wanted.territory ?? []).map(territoryName),
    ...(wanted.q ?? []).map((phrase) => `« ${phrase} »`),
  ];
  return parts.length ? parts.join(', ') : 'toutes les ressources';
};

const itemOf = (origin: PublicOrigin, { _id, kind, at, updatedAt, resource: announced }: Announcement): FeedItem => {
  const resource = origin.resource(announced);
  const lines = linesOf(resource);
  return {
    id: _id,
    title: kind === 'revised' ? `Mise à jour : ${resource.title}` : resource.title,
    text: lines.join('\n\n'),
    html: lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n'),
    publishedAt: at,
    updatedAt,
    resource,
  };
};

/** What changes comes first, then what it is, what it is worth, who it is from. */
const linesOf = (resource: PublicResource): string[] => [
  ...(resource.change ? [`Ce qui change : ${resource.change}`] : []),
  resource.summary,
  ...(resource.fieldTest ? [resource.fieldTest.sentence] : []),
  ...(resource.verification ? [resource.verification.sentence] : []),
  attribution(resource),
];

/** « Réseau, licence, mise à jour du … » */
export const attribution = ({ network, licence, revisedAt, publishedAt }: PublicResource): string =>
  `${network.name}, ${licences.label(licence)}, mise à jour du ${frenchDate(revisedAt ?? publishedAt)}`;

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
