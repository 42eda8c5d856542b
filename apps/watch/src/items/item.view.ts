import { families, licences, territoryName, themes } from '#taxonomy';
import type { Source } from '../sources/source.ts';
import { type Item, itemStatusLabels } from './item.ts';

/** What the desk shows of an item; texts from outside are plain text. */
export const itemView = (item: Item, source: Source | undefined, attribution: string) => {
  const { _id: id, v: _, order: __, idempotency: ___, identity: ____, hash: _____, source: sourceId, ...facts } = item;
  return {
    id,
    ...facts,
    statusLabel: itemStatusLabels[item.status],
    familyLabel: families.label(item.family),
    source: {
      id: sourceId,
      name: source?.name ?? sourceId,
      licence: source?.licence ?? 'link-only',
      licenceLabel: licences.label(source?.licence ?? 'link-only'),
    },
    attribution,
    territoryNames: item.territories.map(territoryName),
    themeLabels: item.themes.map((theme) => themes.label(theme)),
  };
};
