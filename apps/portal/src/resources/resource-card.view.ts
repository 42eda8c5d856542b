import type { PublicResource } from '#contracts';
import { families, formats, licences } from '#taxonomy';
import { spaced } from '../pages/french.ts';
import type { Segment } from './answers.ts';
import { type DateView, latestChange, pathOf, scopeInWords } from './resource.view.ts';

/** A resource in a list, for the partial `resource-card`. */
export interface ResourceCard {
  readonly path: string;
  readonly title: readonly Segment[];
  readonly summary: readonly Segment[];
  readonly language: string | null;
  readonly family: string;
  readonly format: string;
  readonly isReference: boolean;
  readonly isFlagged: boolean;
  readonly applies: string;
  readonly network: string;
  readonly licence: string;
  readonly date: DateView;
}

interface Highlight {
  readonly title: readonly Segment[];
  readonly summary: readonly Segment[];
}

const plain = (text: string): readonly Segment[] => [{ text, marked: false }];
const inFrench = (segments: readonly Segment[]) => segments.map(({ text, marked }) => ({ text: spaced(text), marked }));

/** With what was found of it marked, when a search found it. */
export const resourceCard = (resource: PublicResource, highlight?: Highlight): ResourceCard => ({
  path: pathOf(resource.id),
  title: inFrench(highlight?.title ?? plain(resource.title)),
  summary: inFrench(highlight?.summary ?? plain(resource.summary)),
  language: resource.language === 'fr' ? null : resource.language,
  family: families.label(resource.family),
  format: formats.label(resource.format),
  isReference: resource.label === 'reference',
  isFlagged: resource.status === 'flagged',
  applies: spaced(resource.fieldTest?.sentence ?? `Portée : ${scopeInWords(resource.scope)}.`),
  network: resource.network.name,
  licence: licences.label(resource.licence),
  date: latestChange(resource),
});
