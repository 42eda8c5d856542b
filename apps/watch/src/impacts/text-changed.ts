import { type Announcement, announce, textChanged } from '#contracts';
import type { Item } from '../items/item.ts';
import { ownKeys } from './read-changes.ts';

type Said = Pick<Item, '_id' | 'title' | 'text' | 'url' | 'publishedAt' | 'legalIds' | 'changes'>;

/** That an item is a text which changes others. What is held back is not believed yet. */
export const textsChanged = (items: readonly (Said & Pick<Item, 'status'>)[]): Announcement[] =>
  items.flatMap((item) => (item.status !== 'quarantined' && item.changes?.length ? [textChange(item)] : []));

/** The same of one, whatever its status. */
export const textChange = (item: Said): Announcement =>
  announce(textChanged, {
    itemId: item._id,
    title: item.title,
    url: item.url,
    publishedAt: item.publishedAt,
    own: ownKeys(item),
    changes: (item.changes ?? []).map(({ aliases, ...change }) => ({ ...change, aliases: [...(aliases ?? [])] })),
  });
