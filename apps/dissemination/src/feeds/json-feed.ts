import type { Feed } from './feed.ts';

/** JSON Feed 1.1; `_essaim` carries the public resource, whole. */
export const renderJsonFeed = (feed: Feed): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: feed.siteUrl,
    feed_url: feed.selfUrl,
    description: feed.description,
    language: 'fr-FR',
    items: feed.items.map((item) => ({
      id: item.id,
      url: item.resource.url,
      title: item.title,
      summary: item.resource.summary,
      content_html: item.html,
      content_text: item.text,
      date_published: item.publishedAt.toISOString(),
      date_modified: item.updatedAt.toISOString(),
      authors: [{ name: item.resource.network.name }],
      tags: [item.resource.family, ...item.resource.themes],
      language: item.resource.language,
      _essaim: item.resource,
    })),
  });
