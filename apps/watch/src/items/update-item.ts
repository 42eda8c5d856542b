import { Injectable } from '@nestjs/common';
import type { Marked } from './identity.ts';
import { ItemRepository } from './item.repository.ts';
import { type Item, orderOf } from './item.ts';
import { folded } from './relevance.ts';

const mostVersions = 20;

/** A source says otherwise what it said before: the item follows, and keeps what it said. */
@Injectable()
export class UpdateItem {
  constructor(private readonly items: ItemRepository) {}

  async execute(id: string, source: string, { entry, hash }: Marked, now: Date): Promise<void> {
    await this.items.store.change(async () => {
      const item = await this.items.store.find(id);
      // Another source tells the same in its own words: the first one’s stand.
      if (!item || item.source !== source || item.hash === hash) return;
      const at = now.toISOString();
      const isOther = isPutAway(item) && isAnother(item.title, entry.title);
      const before = { hash: item.hash, title: item.title, text: item.text, seenAt: at };
      await this.items.store.save(
        item,
        {
          title: entry.title || item.title,
          text: entry.text,
          url: entry.url ?? item.url,
          hash,
          versions: [...item.versions, before].slice(-mostVersions),
          // What was put away was something else: this one was seen by nobody yet.
          ...(isOther ? { status: 'new' as const, mergedInto: null, ...dated(item, entry.publishedAt) } : {}),
          hasChanged: !isOther && item.status !== 'new' && item.status !== 'quarantined',
          // Said again: it is not taken back.
          ...(item.deletedAt ? { deletedAt: null } : {}),
          isCorrected: item.isCorrected || entry.isRetroactive === true,
          history: [...item.history, { at, by: null, what: 'updated' }],
        },
        now,
      );
    });
  }

  async foundIn(id: string, source: string, url: string | null): Promise<void> {
    await this.items.store.change(async () => {
      const item = await this.items.store.find(id);
      if (!item || item.source === source || item.alsoIn.some((other) => other.source === source)) return;
      await this.items.store.save(item, { alsoIn: [...item.alsoIn, { source, url }] }, new Date());
    });
  }
}

const isPutAway = ({ status }: Item): boolean => ['dismissed', 'dropped', 'merged'].includes(status);

const wordsOf = (title: string): string[] => folded(title).match(/[\p{L}\p{N}]{4,}/gu) ?? [];

/** A source used an identifier again for another thing: no word of its title is left (miniflux#3186). */
const isAnother = (before: string, after: string): boolean => {
  const known = new Set(wordsOf(before));
  const said = wordsOf(after);
  return said.length > 0 && !said.some((word) => known.has(word));
};

const dated = (item: Item, publishedAt: string | null): Pick<Item, 'publishedAt' | 'order'> => {
  const moved = { ...item, publishedAt: publishedAt ?? item.publishedAt };
  return { publishedAt: moved.publishedAt, order: orderOf(moved) };
};
