import type { PublicResource } from '#contracts';
import { families, licences } from '#taxonomy';
import { counted, spaced } from '../pages/french.ts';
import type { Latest } from './catalogue.ts';
import { type DateView, latestChange, scopeInWords } from './resource.view.ts';

export interface ResourceListView {
  readonly isAvailable: boolean;
  readonly items: readonly ListedResource[];
  /** « 12 ressources publiées » */
  readonly total: string;
}

interface ListedResource {
  readonly path: string;
  readonly title: string;
  readonly language: string | null;
  readonly family: string;
  readonly isReference: boolean;
  readonly applies: string;
  readonly network: string;
  readonly licence: string;
  readonly date: DateView;
}

/** The newest resources, for the home page and the list; without a catalogue, a page that says so. */
export const resourceListView = (latest: Latest | null): ResourceListView => ({
  isAvailable: latest !== null,
  items: (latest?.items ?? []).map(listed),
  total: latest ? counted(latest.total, 'ressource publiée', 'ressources publiées') : '',
});

const listed = (resource: PublicResource): ListedResource => ({
  path: `/ressources/${encodeURIComponent(resource.id)}`,
  title: spaced(resource.title),
  language: resource.language === 'fr' ? null : resource.language,
  family: families.label(resource.family),
  isReference: resource.label === 'reference',
  applies: spaced(resource.fieldTest?.sentence ?? `Portée : ${scopeInWords(resource.scope)}.`),
  network: resource.network.name,
  licence: licences.label(resource.licence),
  date: latestChange(resource),
});
