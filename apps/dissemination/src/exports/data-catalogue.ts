import type { AnnouncedResource } from '#contracts';
import { licences, territoryName, themes } from '#taxonomy';
import type { Entry } from '../catalogue/entry.ts';
import type { PublicOrigin } from '../public-origin.ts';

const context = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
};

const date = (value: string) => ({ '@type': 'xsd:dateTime', '@value': value });

/** What the networks observe, as a catalogue of data sets (DCAT 2) that data portals harvest. */
export const dataCatalogue = async (origin: PublicOrigin, entries: AsyncIterable<Entry>) => {
  const dataSets: Record<string, unknown>[] = [];
  for await (const { resource } of entries) dataSets.push(dataSet(origin, resource));
  return {
    '@context': context,
    '@id': origin.address('/api/v1/catalogue.jsonld'),
    '@type': 'dcat:Catalog',
    'dct:title': { '@value': 'Essaim : observation de la vie associative', '@language': 'fr' },
    'dct:description': {
      '@value': 'Enquêtes, études et jeux de données des réseaux d’appui à la vie associative.',
      '@language': 'fr',
    },
    'dct:publisher': { '@type': 'foaf:Organization', 'foaf:name': 'Essaim' },
    'dcat:dataset': dataSets,
  };
};

const dataSet = (origin: PublicOrigin, announced: AnnouncedResource): Record<string, unknown> => {
  const resource = origin.resource(announced);
  const licence = licences.find(resource.licence)?.url;
  const distribution = (address: string, title: string, more: Record<string, unknown> = {}) => ({
    '@type': 'dcat:Distribution',
    'dcat:accessURL': { '@id': address },
    'dct:title': title,
    ...(licence ? { 'dct:license': { '@id': licence } } : {}),
    ...more,
  });
  return {
    '@id': resource.url,
    '@type': 'dcat:Dataset',
    'dct:identifier': `urn:essaim:${resource.id}`,
    'dct:title': { '@value': resource.title, '@language': resource.language },
    'dct:description': { '@value': resource.summary, '@language': resource.language },
    'dct:publisher': { '@type': 'foaf:Organization', 'foaf:name': resource.network.name },
    'dct:issued': date(resource.publishedAt),
    'dct:modified': date(resource.revisedAt ?? resource.publishedAt),
    'dct:spatial': resource.scope.include.map((code) => ({
      '@type': 'dct:Location',
      'dct:title': territoryName(code),
    })),
    ...(resource.observation ? { 'dct:temporal': resource.observation.period } : {}),
    'dcat:keyword': resource.themes.map((id) => ({ '@value': themes.label(id), '@language': 'fr' })),
    'dcat:landingPage': { '@id': resource.url },
    'dcat:distribution': [
      ...resource.links.map(({ url, title }) => distribution(url, title)),
      ...resource.files.map(({ url, type, bytes, name }) =>
        distribution(url, name ?? resource.title, {
          'dcat:downloadURL': { '@id': url },
          'dcat:mediaType': type,
          'dcat:byteSize': bytes,
        }),
      ),
    ],
  };
};
