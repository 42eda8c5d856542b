import RSS from 'rss';
import { audiences, families, formats, licences, territoryName, themes } from '#taxonomy';
import type { Feed, FeedItem } from './feed.ts';

const minutesBetweenReads = 15;

/** RSS 2.0 with Dublin Core terms and a link to itself. */
export const renderRss = (feed: Feed): string => {
  const rss = new RSS({
    title: feed.title,
    description: feed.description,
    feed_url: feed.selfUrl,
    site_url: feed.siteUrl,
    language: 'fr-FR',
    generator: 'Essaim',
    ttl: minutesBetweenReads,
    pubDate: feed.updatedAt,
    custom_namespaces: { dc: 'http://purl.org/dc/elements/1.1/', dcterms: 'http://purl.org/dc/terms/' },
  });
  for (const item of feed.items) {
    rss.item({
      title: item.title,
      description: item.html,
      url: item.resource.url,
      guid: item.id,
      date: item.publishedAt,
      custom_elements: termsOf(item),
    });
  }
  // The package stamps the time of rendering: a feed says when it changed instead.
  return withoutInvalidCharacters(rss.xml({ indent: true })).replace(
    /<lastBuildDate>[^<]*<\/lastBuildDate>/,
    `<lastBuildDate>${feed.updatedAt.toUTCString()}</lastBuildDate>`,
  );
};

const termsOf = ({ resource }: FeedItem) => [
  { 'dc:creator': resource.network.name },
  { 'dc:identifier': `urn:essaim:${resource.id}` },
  { 'dc:rights': licences.label(resource.licence) },
  { 'dcterms:modified': resource.revisedAt ?? resource.publishedAt },
  category('famille', families.label(resource.family)),
  category('format', formats.label(resource.format)),
  ...resource.themes.map((theme) => category('theme', themes.label(theme))),
  ...resource.audiences.map((audience) => category('public', audiences.label(audience))),
  ...resource.scope.include.map((code) => category('territoire', territoryName(code))),
];

const category = (domain: string, label: string) => ({ category: [{ _attr: { domain } }, label] });

/** XML 1.0 §2.2: characters that no escaping makes legal. */
const withoutInvalidCharacters = (xml: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  xml.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
