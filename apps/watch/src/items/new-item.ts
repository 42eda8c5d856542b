import { createHash } from 'node:crypto';
import { readChanges } from '../impacts/read-changes.ts';
import type { Source } from '../sources/source.ts';
import type { Marked } from './identity.ts';
import type { Item } from './item.ts';

/** The same for the same entry, so that a poll that is repeated makes it once. */
export const idOf = ({ keys }: Marked): string =>
  createHash('sha256')
    .update(keys[0] as string)
    .digest('hex')
    .slice(0, 32);

/** An item as a source brings it, before any rule. */
export const newItem = (source: Source, one: Marked, now: Date): Omit<Item, 'v' | 'order'> => {
  const { entry, identity, hash } = one;
  const at = now.toISOString();
  const changes = entry.changes ?? (source.family === 'legal-watch' ? readChanges(entry) : []);
  return {
    _id: idOf(one),
    source: source._id,
    status: 'new',
    priority: 0,
    family: source.family,
    title: entry.title || entry.url || 'Sans titre',
    text: entry.text,
    url: entry.url,
    publishedAt: entry.publishedAt ?? at,
    isDateInferred: entry.publishedAt === null,
    detectedAt: at,
    ...(identity ? { identity } : {}),
    alsoIn: [],
    legalIds: entry.legalIds,
    ...(changes.length ? { changes } : {}),
    territories: source.territories.length ? source.territories : ['NAT-FR'],
    themes: source.themes,
    labels: [],
    assignee: null,
    hash,
    versions: [],
    hasChanged: false,
    isCorrected: false,
    mergedInto: null,
    selections: [],
    history: [{ at, by: null, what: 'detected' }],
  };
};
