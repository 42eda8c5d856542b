import type { PublicResource } from '#contracts';

const several = (values: readonly string[]): string => values.join(' ');

/** A resource as one row of a table: what a spreadsheet can hold of it. */
export const resourceRow = (resource: PublicResource): Record<string, string | number> => ({
  id: resource.id,
  url: resource.url,
  version: resource.version,
  status: resource.status,
  label: resource.label,
  title: resource.title,
  summary: resource.summary,
  family: resource.family,
  format: resource.format,
  themes: several(resource.themes),
  audiences: several(resource.audiences),
  supportTasks: several(resource.supportTasks),
  uses: several(resource.uses),
  support: resource.support,
  sector: resource.sector ?? '',
  scale: resource.scale,
  territories: several(resource.territories),
  scopeInclude: several(resource.scope.include),
  scopeExclude: several(resource.scope.exclude),
  verdict: resource.fieldTest?.verdict ?? '',
  testedIn: several(resource.fieldTest?.testedIn ?? []),
  fieldTest: resource.fieldTest?.sentence ?? '',
  verification: resource.verification?.sentence ?? '',
  network: resource.network.name,
  licence: resource.licence,
  language: resource.language,
  links: several(resource.links.map(({ url }) => url)),
  legalRefs: several(resource.legalRefs),
  publishedAt: resource.publishedAt,
  revisedAt: resource.revisedAt ?? '',
  verifiedUntil: resource.verifiedUntil ?? '',
  expiresAt: resource.expiresAt ?? '',
});
