import RSS from 'rss';
import {
  audiences,
  families,
  formats,
  labels,
  licences,
  scales,
  sectors,
  supports,
  supportTasks,
  territoryName,
  themes,
  uses,
} from '#taxonomy';
import type { Feed, FeedItem } from './feed.ts';
import { styled, withoutInvalidCharacters } from './xml.ts';

const minutesBetweenReads = 15;

/** RSS 2.0 with Dublin Core terms, links to itself, its hub and its archives. */
export const renderRss = (feed: Feed): string => {
  const rss = new RSS({
    title: feed.title,
    description: feed.description,
    feed_url: feed.selfUrl,
    site_url: feed.siteUrl,
    hub: feed.hubUrl,
    language: 'fr-FR',
    generator: 'Essaim',
    ttl: minutesBetweenReads,
    pubDate: feed.updatedAt,
    custom_namespaces: {
      dc: 'http://purl.org/dc/elements/1.1/',
      dcterms: 'http://purl.org/dc/terms/',
      fh: 'http://purl.org/syndication/history/1.0',
      sy: 'http://purl.org/rss/1.0/modules/syndication/',
    },
    custom_elements: [{ 'sy:updatePeriod': 'hourly' }, { 'sy:updateFrequency': 4 }, ...historyOf(feed)],
  });
  for (const item of feed.items) {
    const [file] = item.resource.files;
    rss.item({
      title: item.title,
      description: item.html,
      url: item.resource.url,
      guid: item.id,
      date: item.publishedAt,
      ...(file ? { enclosure: { url: file.url, type: file.type, size: file.bytes } } : {}),
      custom_elements: termsOf(item),
    });
  }
  // The package stamps the time of rendering: a feed says when it changed instead.
  const xml = withoutInvalidCharacters(rss.xml({ indent: true })).replace(
    /<lastBuildDate>[^<]*<\/lastBuildDate>/,
    `<lastBuildDate>${feed.updatedAt.toUTCString()}</lastBuildDate>`,
  );
  return styled(xml.replace('<rss ', '<rss xml:lang="fr" '), feed.styleUrl);
};

const historyOf = ({ isArchive, previousUrl, nextUrl, currentUrl }: Feed) => [
  ...(isArchive ? [{ 'fh:archive': '' }, link('current', currentUrl)] : []),
  ...(previousUrl ? [link('prev-archive', previousUrl)] : []),
  ...(nextUrl ? [link('next-archive', nextUrl)] : []),
];

const link = (rel: string, href: string) => ({ 'atom:link': { _attr: { rel, href, type: 'application/rss+xml' } } });

const termsOf = ({ resource, updatedAt }: FeedItem) => [
  { 'dc:creator': resource.network.name },
  { 'dc:publisher': resource.network.name },
  { 'dc:identifier': `urn:essaim:${resource.id}` },
  { 'dc:language': resource.language },
  { 'dc:rights': licences.label(resource.licence) },
  { 'dcterms:issued': resource.publishedAt },
  { 'dcterms:modified': updatedAt.toISOString() },
  ...optional('dcterms:license', licences.find(resource.licence)?.url),
  ...optional('dcterms:valid', resource.expiresAt),
  ...resource.scope.include.map((code) => ({ 'dcterms:spatial': territoryName(code) })),
  category('famille', families.label(resource.family)),
  category('format', formats.label(resource.format)),
  ...resource.themes.map((id) => category('theme', themes.label(id))),
  ...resource.audiences.map((id) => category('public', audiences.label(id))),
  ...resource.supportTasks.map((id) => category('tache', supportTasks.label(id))),
  ...resource.uses.map((id) => category('usage', uses.label(id))),
  category('accompagnement', supports.label(resource.support)),
  ...(resource.sector ? [category('secteur', sectors.label(resource.sector))] : []),
  category('echelle', scales.label(resource.scale)),
  ...resource.scope.include.map((code) => category('territoire', territoryName(code))),
  ...(resource.label === 'reference' ? [category('label', labels.label('reference'))] : []),
];

const optional = (name: string, value: string | null | undefined) => (value ? [{ [name]: value }] : []);

const category = (domain: string, label: string) => ({ category: [{ _attr: { domain } }, label] });
