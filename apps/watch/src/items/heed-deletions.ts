import { Injectable } from '@nestjs/common';
import type { Tombstone } from '../reading/tombstones.ts';
import type { Source } from '../sources/source.ts';
import { keyOfGuid } from './identity.ts';
import { ItemRepository } from './item.repository.ts';

/** A source takes back what it published: its item says so, and stays. Whoever decides on it sees it; nothing else happens. */
@Injectable()
export class HeedDeletions {
  constructor(private readonly items: ItemRepository) {}

  async execute({ _id: source }: Source, deleted: readonly Tombstone[], now: Date): Promise<void> {
    const keys = deleted.map(({ guid }) => keyOfGuid(source, guid));
    const known = await this.items.known(keys);
    for (const [index, { at }] of deleted.entries()) {
      const item = known.get(keys[index] as string)?.item;
      if (item) await this.mark(item, source, at, now);
    }
  }

  private async mark(id: string, source: string, saidAt: string | null, now: Date): Promise<void> {
    await this.items.store.change(async () => {
      const item = await this.items.store.find(id);
      if (!item || item.source !== source || item.deletedAt) return;
      const at = now.toISOString();
      const history = [...item.history, { at, by: null, what: 'deleted' as const }];
      await this.items.store.save(item, { deletedAt: saidAt ?? at, history }, now);
    });
  }
}
