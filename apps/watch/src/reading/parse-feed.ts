import { hash } from 'node:crypto';
import { parseFeed as parse } from 'feedsmith';
import type { Hints } from '../polling/rhythm.ts';
import { guardXml } from './guard-xml.ts';
import { legalIdsIn } from './legal-ids.ts';
import { plainLine, plainText, safeUrl } from './plain-text.ts';
import type { Entry } from './reading.ts';
import { type Tombstone, tombstonesIn } from './tombstones.ts';

/** What a feed says, in whichever of its formats. */
export interface Feed {
  readonly entries: readonly Entry[];
  readonly hints: Hints;
  readonly links: readonly { readonly rel: string; readonly href: string }[];
  /** What it says that it took back. */
  readonly deleted: readonly Tombstone[];
}

/** The document is no feed, or says that something went wrong where it was made. */
export class NotAFeed extends Error {}

const mostEntries = 500;

/**
 * Reads RSS, Atom, RDF or JSON Feed; `base` is where it was found.
 *
 * @param before marks of the entries that it held at the last poll
 * @throws NotAFeed, UnsafeXml
 */
export const parseFeed = (text: string, base: string, now: Date, before: readonly string[] = []): Feed => {
  const document = text.trimStart();
  const parsed = document.startsWith('{') ? readJson(document) : readXml(guardXml(document));
  const known = new Set(before);
  const feed = {
    deleted: [],
    ...parsed,
    entries: parsed.entries.slice(0, mostEntries).map((raw) => {
      const mark = markOf(raw);
      return known.has(mark) ? entryAsBefore(raw, mark, base, now) : entryOf(raw, mark, base, now);
    }),
  };
  const entries = feed.entries.filter(({ title, text: body, url, isAsBefore }) => isAsBefore || title || body || url);
  // Bridges that make feeds of pages tell their own errors as articles (rss-bridge#1071).
  if (entries.length === 1 && isErrorTitle(entries[0]?.title ?? ''))
    throw new NotAFeed('Le flux annonce une erreur de son producteur.');
  return { ...feed, entries };
};

const isErrorTitle = (title: string): boolean =>
  /^(bridge returned error|.{0,40}\bwas unable to (receive|process)\b|(http )?error [45]\d\d\b|erreur [45]\d\d\b)/i.test(
    title,
  );

interface Raw {
  readonly guid?: string | undefined;
  readonly url?: string | undefined;
  readonly title?: string | undefined;
  readonly html?: string | undefined;
  readonly published?: string | undefined;
}

interface RawFeed {
  readonly entries: readonly Raw[];
  readonly hints: Hints;
  readonly links: Feed['links'];
  readonly deleted?: Feed['deleted'];
}

// biome-ignore lint/suspicious/noExplicitAny: what a parser makes of a document from outside, read with care below
type Loose = any;

const read = (document: unknown): Loose => {
  try {
    return parse(document as string);
  } catch {
    throw new NotAFeed('Le document n’est pas un flux RSS, Atom, RDF ou JSON Feed.');
  }
};

const readJson = (document: string): RawFeed => {
  let value: unknown;
  try {
    value = JSON.parse(document);
  } catch {
    throw new NotAFeed('Le document n’est pas du JSON valide.');
  }
  const { feed } = read(value);
  return {
    entries: (feed.items ?? []).map(
      (item: Loose): Raw => ({
        guid: item.id,
        url: item.url ?? item.external_url,
        title: item.title,
        html: item.content_html ?? item.content_text ?? item.summary,
        published: item.date_published ?? item.date_modified,
      }),
    ),
    hints: {},
    links: (feed.hubs ?? [])
      .map((hub: Loose) => ({ rel: 'hub', href: hub.url }))
      .concat(feed.feed_url ? [{ rel: 'self', href: feed.feed_url }] : []),
  };
};

const readXml = (document: string): RawFeed => {
  const { format, feed } = read(document);
  if (format === 'atom') return { ...atom(feed), deleted: deletedIn(document, feed) };
  return { entries: (feed.items ?? []).map(rssItem), hints: rssHints(feed), links: feed.atom?.links ?? [] };
};

const deletedIn = (document: string, { entries = [] }: Loose): Tombstone[] =>
  tombstonesIn(document, new Set(entries.map(({ id }: Loose) => String(id ?? '').trim())));

const atom = (feed: Loose): RawFeed => ({
  entries: (feed.entries ?? []).map(
    (entry: Loose): Raw => ({
      guid: entry.id,
      url: (entry.links?.find((link: Loose) => !link.rel || link.rel === 'alternate') ?? entry.links?.[0])?.href,
      title: entry.title?.value,
      html: entry.content?.value ?? entry.summary?.value,
      published: entry.published ?? entry.updated,
    }),
  ),
  hints: {},
  links: feed.links ?? [],
});

/** RSS 0.9 to 2.0 and RDF (RSS 1.0). */
const rssItem = (item: Loose): Raw => ({
  guid: item.guid?.value ?? item.rdf?.about,
  url: item.link ?? (item.guid?.isPermaLink === false ? undefined : item.guid?.value),
  title: item.title,
  html: item.content?.encoded ?? item.description,
  published: item.pubDate ?? item.dc?.dates?.[0] ?? item.dcterms?.dates?.[0],
});

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const rssHints = (feed: Loose): Hints => ({
  ...(feed.ttl > 0 ? { ttlMinutes: Number(feed.ttl) } : {}),
  ...(feed.skipHours ? { skipHours: feed.skipHours.map((hour: number) => hour % 24) } : {}),
  ...(feed.skipDays
    ? { skipDays: feed.skipDays.map((day: string) => weekdays.indexOf(day.toLowerCase()) + 1).filter(Boolean) }
    : {}),
});

const markOf = ({ guid, url, title, html, published }: Raw): string =>
  hash('sha1', JSON.stringify([guid, url, title, html, published]), 'base64').slice(0, 12);

const entryAsBefore = ({ guid, url, published }: Raw, mark: string, base: string, now: Date): Entry => ({
  guid: guid?.trim().slice(0, 1_000) || null,
  url: safeUrl(url, base),
  ...{ title: '', text: '', legalIds: [], mark, isAsBefore: true },
  publishedAt: dateOf(published, now),
});

const entryOf = ({ guid, url, title, html, published }: Raw, mark: string, base: string, now: Date): Entry => {
  const text = plainText(html ?? '');
  const said = saidInText(text);
  const link = safeUrl(url, base);
  return {
    guid: guid?.trim().slice(0, 1_000) || said.guid,
    url: link,
    title: plainLine(title ?? '') || text.split('\n')[0]?.slice(0, 200) || '',
    text,
    publishedAt: dateOf(published, now) ?? said.publishedAt,
    legalIds: legalIdsIn(link, guid ?? null, said.guid),
    mark,
  };
};

/** BOFiP has neither guid nor date, and says both in its text: « identifiant juridique ACTU-2026-00057; publié le 01/07/2026 ». */
const saidInText = (text: string): { guid: string | null; publishedAt: string | null } => {
  const [, id] = /identifiant juridique\s*:?\s*([A-Z0-9-]{6,60})/i.exec(text) ?? [];
  const [, day, month, year] = /publi[ée]e? le\s+(\d{2})\/(\d{2})\/(\d{4})/i.exec(text) ?? [];
  return {
    guid: id ?? null,
    publishedAt: id && year ? new Date(`${year}-${month}-${day}T00:00:00+01:00`).toISOString() : null,
  };
};

/** What is no date, or lies ahead of us by more than a day, is not believed. */
const dateOf = (given: string | undefined, now: Date): string | null => {
  const at = Date.parse(given ?? '');
  if (Number.isNaN(at) || at > now.getTime() + 24 * 3_600_000 || at < Date.UTC(1990, 0, 1)) return null;
  return new Date(at).toISOString();
};
