import { generateAtomFeed } from 'feedsmith';
import { families, licences, themes } from '#taxonomy';
import type { Feed } from './feed.ts';

/** Atom (RFC 4287). */
export const renderAtom = (feed: Feed): string =>
  generateAtomFeed({
    id: feed.selfUrl,
    title: { value: feed.title },
    subtitle: { value: feed.description },
    updated: feed.updatedAt,
    generator: { text: 'Essaim' },
    links: [
      { rel: 'self', href: feed.selfUrl, type: 'application/atom+xml' },
      { rel: 'alternate', href: feed.siteUrl, type: 'text/html' },
    ],
    entries: feed.items.map((item) => ({
      id: item.id,
      title: { value: item.title },
      published: item.publishedAt,
      updated: item.updatedAt,
      authors: [{ name: item.resource.network.name }],
      links: [{ rel: 'alternate', href: item.resource.url, type: 'text/html' }],
      rights: { value: licences.label(item.resource.licence) },
      summary: { value: item.resource.summary },
      content: { value: item.html, type: 'html' },
      categories: [
        { term: item.resource.family, label: families.label(item.resource.family) },
        ...item.resource.themes.map((theme) => ({ term: theme, label: themes.label(theme) })),
      ],
    })),
  });
