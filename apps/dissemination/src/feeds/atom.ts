import { generateAtomFeed } from 'feedsmith';
import { audiences, families, formats, labels, licences, sectors, territoryName, themes } from '#taxonomy';
import type { Feed, FeedItem, Tombstone } from './feed.ts';
import { escapeXml, styled } from './xml.ts';

const atomType = 'application/atom+xml';

/** Atom (RFC 4287), with archives (RFC 5005) and tombstones (RFC 6721). */
export const renderAtom = (feed: Feed): string => {
  const xml = generateAtomFeed({
    id: feed.selfUrl,
    title: { value: feed.title },
    subtitle: { value: feed.description },
    updated: feed.updatedAt,
    generator: { text: 'Essaim' },
    links: linksOf(feed),
    sy: { updatePeriod: 'hourly', updateFrequency: 4 },
    entries: feed.items.map(entryOf),
  });
  const extra = [...(feed.isArchive ? ['<fh:archive/>'] : []), ...feed.tombstones.map(tombstone)].join('\n  ');
  const namespaces = [
    'xml:lang="fr"',
    ...(feed.isArchive ? ['xmlns:fh="http://purl.org/syndication/history/1.0"'] : []),
    ...(feed.tombstones.length ? ['xmlns:at="http://purl.org/atompub/tombstones/1.0"'] : []),
  ].join(' ');
  const whole = withoutPadding(xml)
    .replace('<feed ', `<feed ${namespaces} `)
    .replace(/<\/feed>\s*$/, extra ? `  ${extra}\n</feed>\n` : '</feed>\n');
  return styled(whole, feed.styleUrl);
};

/** The package sets what it must quote on lines of its own: white space that some readers show. */
const withoutPadding = (xml: string): string =>
  xml.replace(/>\s+<!\[CDATA\[/g, '><![CDATA[').replace(/\]\]>\s+<\//g, ']]></');

const linksOf = ({ selfUrl, siteUrl, hubUrl, previousUrl, nextUrl, currentUrl, isArchive }: Feed) => [
  { rel: 'self', href: selfUrl, type: atomType },
  { rel: 'alternate', href: siteUrl, type: 'text/html' },
  { rel: 'hub', href: hubUrl },
  ...(isArchive ? [{ rel: 'current', href: currentUrl, type: atomType }] : []),
  ...(previousUrl ? [{ rel: 'prev-archive', href: previousUrl, type: atomType }] : []),
  ...(nextUrl ? [{ rel: 'next-archive', href: nextUrl, type: atomType }] : []),
];

const tombstone = ({ id, at }: Tombstone): string =>
  `<at:deleted-entry ref="${escapeXml(id)}" when="${at.toISOString()}"/>`;

const entryOf = (item: FeedItem) => {
  const { resource } = item;
  return {
    id: item.id,
    title: { value: item.title },
    published: item.publishedAt,
    updated: item.updatedAt,
    authors: [{ name: resource.network.name }],
    links: [
      { rel: 'alternate', href: resource.url, type: 'text/html', hreflang: 'fr' },
      ...resource.files.map(({ url, type, bytes }) => ({ rel: 'enclosure', href: url, type, length: bytes })),
    ],
    rights: { value: licences.label(resource.licence) },
    summary: { value: resource.summary },
    content: { value: item.html, type: 'html' },
    categories: [
      category('family', resource.family, families.label(resource.family)),
      category('format', resource.format, formats.label(resource.format)),
      ...resource.themes.map((id) => category('theme', id, themes.label(id))),
      ...resource.audiences.map((id) => category('audience', id, audiences.label(id))),
      ...(resource.sector ? [category('sector', resource.sector, sectors.label(resource.sector))] : []),
      ...resource.scope.include.map((code) => category('territory', code, territoryName(code))),
      ...(resource.label === 'reference' ? [category('label', 'reference', labels.label('reference'))] : []),
    ],
  };
};

const category = (vocabulary: string, term: string, label: string) => ({
  scheme: `urn:essaim:vocabulary:${vocabulary}`,
  term,
  label,
});
