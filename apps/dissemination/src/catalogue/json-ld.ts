import type { PublicResource } from '#contracts';
import { audiences, families, formats, licences, sectors, territoryName, themes } from '#taxonomy';
import type { PublicOrigin } from '../public-origin.ts';

const kinds: Readonly<Record<string, string>> = {
  dataset: 'Dataset',
  spreadsheet: 'Dataset',
  survey: 'Dataset',
  video: 'VideoObject',
  webinar: 'VideoObject',
  podcast: 'AudioObject',
  'case-study': 'Article',
  'watch-note': 'Article',
  newsletter: 'Article',
};

const present = (object: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== null && value !== undefined && !isEmpty(value)),
  );
const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const term = (set: string, id: string, name: string) => ({
  '@type': 'DefinedTerm',
  termCode: id,
  name,
  inDefinedTermSet: set,
});

/** Whether the client asks for JSON-LD by name. */
export const wantsJsonLd = (accept: string | undefined): boolean => /\bapplication\/ld\+json\b/i.test(accept ?? '');

/** A resource as schema.org says it: a LearningResource, and what it is besides. */
export const jsonLd = (origin: PublicOrigin, resource: PublicResource): Record<string, unknown> => {
  const { network, fieldTest, verification } = resource;
  const organization = { '@type': 'Organization', identifier: network.slug, name: network.name };
  const set = (name: string) => origin.address(`/api/v1/vocabularies#${name}`);
  return present({
    '@context': 'https://schema.org',
    '@type': ['LearningResource', kinds[resource.format] ?? 'DigitalDocument'],
    '@id': `urn:essaim:${resource.id}`,
    identifier: `urn:essaim:${resource.id}`,
    url: resource.url,
    name: resource.title,
    abstract: resource.summary,
    inLanguage: resource.language,
    version: resource.version,
    datePublished: resource.publishedAt,
    dateModified: resource.revisedAt ?? resource.publishedAt,
    expires: resource.expiresAt,
    creativeWorkStatus: resource.status,
    license: licences.find(resource.licence)?.url ?? undefined,
    learningResourceType: formats.label(resource.format),
    author: organization,
    publisher: organization,
    about: [
      term(set('family'), resource.family, families.label(resource.family)),
      ...resource.themes.map((id) => term(set('theme'), id, themes.label(id))),
      ...(resource.sector ? [term(set('sector'), resource.sector, sectors.label(resource.sector))] : []),
    ],
    audience: resource.audiences.map((id) => ({
      '@type': 'EducationalAudience',
      educationalRole: audiences.label(id),
    })),
    spatialCoverage: resource.scope.include.map((code) => ({
      '@type': 'AdministrativeArea',
      identifier: code,
      name: territoryName(code),
    })),
    award: resource.label === 'reference' ? 'Référence nationale' : undefined,
    isBasedOn: resource.adaptationOf ? `urn:essaim:${resource.adaptationOf}` : undefined,
    citation: resource.legalRefs.map((key) => ({ '@type': 'Legislation', legislationIdentifier: key })),
    additionalProperty: [
      ...(fieldTest ? [{ '@type': 'PropertyValue', name: 'Test de terrain', value: fieldTest.sentence }] : []),
      ...(verification ? [{ '@type': 'PropertyValue', name: 'Relecture', value: verification.sentence }] : []),
    ],
    associatedMedia: resource.files.map(({ url, type, bytes, sha256 }) => ({
      '@type': 'MediaObject',
      contentUrl: url,
      encodingFormat: type,
      contentSize: String(bytes),
      sha256,
    })),
    relatedLink: resource.links.map(({ url }) => url),
    accessibilitySummary: resource.textAlternative ? 'Une version texte accompagne la ressource.' : undefined,
  });
};
