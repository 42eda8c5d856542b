import type { Feed } from './feed.ts';

/** JSON Feed 1.1; `_essaim` carries the public resource, whole. */
export const renderJsonFeed = (feed: Feed): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: feed.siteUrl,
    feed_url: feed.selfUrl,
    ...(feed.previousUrl ? { next_url: feed.previousUrl } : {}),
    description: feed.description,
    language: 'fr-FR',
    hubs: [{ type: 'WebSub', url: feed.hubUrl }],
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
      attachments: item.resource.files.map(({ url, type, bytes }) => ({
        url,
        mime_type: type,
        size_in_bytes: bytes,
      })),
      _essaim: item.resource,
    })),
  });
