import type { AnnouncedResource } from '#contracts';
import { formats, sectors, territoryName, themes } from '#taxonomy';
import type { IndexedText } from './text-index.ts';

/** A resource as words: the strict meaning of `q` looks at title and body, the search page also at the rest. */
export const indexedText = (resource: AnnouncedResource, ofFiles = ''): IndexedText => ({
  title: resource.title,
  body: [resource.summary, resource.change ?? '', resource.network.name].join(' '),
  rest: [
    ...resource.themes.map((id) => themes.label(id)),
    formats.label(resource.format),
    resource.sector ? sectors.label(resource.sector) : '',
    ...resource.scope.include.map(territoryName),
    ...resource.howToUse,
    ...resource.links.map(({ title }) => title),
    resource.textAlternative ?? '',
    ...resource.files.map(({ name, textAlternative }) => `${name ?? ''} ${textAlternative ?? ''}`),
    ofFiles,
  ].join(' '),
});
