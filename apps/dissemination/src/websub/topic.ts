import { filter } from '#contracts';
import { type FeedAsked, feedFormats } from '../feeds/feed.ts';
import type { PublicOrigin } from '../public-origin.ts';

const path = new RegExp(`^/feeds/resources\\.(${feedFormats.join('|')})$`);

/** The feed that a topic names; null for what is not one of our feeds as it is now. */
export const feedOfTopic = (origin: PublicOrigin, topic: string): FeedAsked | null => {
  if (!URL.canParse(topic)) return null;
  const url = new URL(topic);
  const format = feedFormats.find((known) => known === path.exec(url.pathname)?.[1]);
  if (url.origin !== new URL(origin.origin).origin || !format || url.hash || url.username) return null;
  const query: Record<string, string | string[]> = {};
  for (const name of new Set(url.searchParams.keys())) query[name] = url.searchParams.getAll(name);
  const read = filter.safeParse(query);
  return read.success ? { format, filter: read.data } : null;
};
