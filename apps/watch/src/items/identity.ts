import { digest } from '#persistence';
import type { Entry } from '../reading/reading.ts';

const tracking = /^(utm_\w+|fbclid|gclid|mc_[ce]id|xtor|at_\w+|pk_\w+|mtm_\w+|ref|source)$/i;

/** One form for all the addresses of one page: no scheme, no « www », no tracking, no fragment. */
export const canonicalUrl = (address: string): string => {
  const url = URL.parse(address);
  if (!url) return address;
  for (const name of [...url.searchParams.keys()]) if (tracking.test(name)) url.searchParams.delete(name);
  url.searchParams.sort();
  const host = url.host.replace(/^www\./, '');
  return `${host}${url.pathname.replace(/\/+$/, '')}${url.search}`;
};

/** A guid that is an address survives a move to https or to another host name (feedbin#515). */
const guidKey = (guid: string): string => {
  const url = /^https?:/i.test(guid) ? URL.parse(guid) : null;
  return url ? `guid:${url.pathname}${url.search}` : `guid:${guid}`;
};

/** What an entry of that guid is known by. */
export const keyOfGuid = (source: string, guid: string): string => digest(`${source}\n${guidKey(guid)}`);

/** What an entry is known by within its source: any of its keys that is known makes it known. */
export interface Marked {
  readonly entry: Entry;
  readonly keys: readonly string[];
  /** Over all sources; null when nothing tells it apart. */
  readonly identity: string | null;
  readonly hash: string;
}

/** Spaces and typography are no change. */
const normalised = (text: string): string => text.normalize('NFKC').replace(/[’‘]/g, "'").replace(/\s+/g, ' ').trim();

export const hashOf = ({ title, text }: Pick<Entry, 'title' | 'text'>): string =>
  digest(`${normalised(title)}\n${normalised(text)}`);

/**
 * The entries of one answer with their keys, each thing once; not those that are as they were. A guid or an address that several different entries share
 * says nothing (brief#428): they are told apart by the other, or by their title and day.
 */
export const marked = (source: string, entries: readonly Entry[]): Marked[] => {
  const guids = counted(entries.map(({ guid }) => guid));
  const urls = counted(entries.map(({ url }) => url && canonicalUrl(url)));
  const seen = new Set<string>();
  return entries.flatMap((entry) => {
    if (entry.isAsBefore) return [];
    const guid = entry.guid && guids.get(entry.guid) === 1 ? entry.guid : null;
    const url = entry.url ? canonicalUrl(entry.url) : null;
    const ownUrl = url && urls.get(url) === 1 ? url : null;
    const [legal] = entry.legalIds;
    const named = [guid && guidKey(guid), legal, ownUrl && `url:${ownUrl}`].filter((key): key is string =>
      Boolean(key),
    );
    const own = named.length
      ? named
      : [`text:${normalised(entry.title)}|${(entry.publishedAt ?? '').slice(0, 10)}|${url ?? ''}`];
    const keys = own.map((key) => digest(`${source}\n${key}`));
    if (keys.some((key) => seen.has(key))) return [];
    for (const key of keys) seen.add(key);
    return [{ entry, keys, identity: legal ?? (ownUrl ? `url:${ownUrl}` : null), hash: hashOf(entry) }];
  });
};

/** The same entry twice in one answer counts once. */
const counted = (values: readonly (string | null)[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};
