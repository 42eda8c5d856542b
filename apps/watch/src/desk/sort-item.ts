import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { announce, itemDeselected } from '#contracts';
import { InvalidFields } from '#platform';
import type { TextChange } from '../impacts/text-change.ts';
import { textChange, textsChanged } from '../impacts/text-changed.ts';
import { ItemNotFound, NothingToUndo } from '../items/item.problems.ts';
import { ItemRepository } from '../items/item.repository.ts';
import { type Item, type ItemEntry, moveTo } from '../items/item.ts';
import { fault } from './selection.schema.ts';

/** What an editor does with an item beside choosing it. Everything can be undone until the committee has decided. */
@Injectable()
export class SortItem {
  constructor(private readonly items: ItemRepository) {}

  /** @throws ItemNotFound, ItemNotMovable */
  async dismiss(id: string, reason: string, { id: by }: Principal, now: Date): Promise<Item> {
    return this.change(id, now, (item) => ({
      status: moveTo('dismissed', item),
      hasChanged: false,
      history: logged(item, { by, what: 'dismissed', reason }, now),
    }));
  }

  /** The same thing, told elsewhere: it stays under the other one. @throws ItemNotFound, ItemNotMovable, InvalidFields */
  async merge(id: string, into: string, { id: by }: Principal, now: Date): Promise<Item> {
    const target = into === id ? null : await this.items.store.find(into);
    if (!target || target.mergedInto) {
      const fr =
        into === id
          ? 'Une information ne se réunit pas à elle-même.'
          : 'Information introuvable, ou déjà réunie à une autre.';
      throw new InvalidFields([fault('/into', 'unknown-item', fr, 'Not an item to merge into.')]);
    }
    const merged = await this.change(id, now, (item) => ({
      status: moveTo('merged', item),
      mergedInto: into,
      history: logged(item, { by, what: 'merged', reason: target.title }, now),
    }));
    await this.change(into, now, ({ alsoIn }) =>
      alsoIn.some(({ source, url }) => source === merged.source && url === merged.url)
        ? null
        : { alsoIn: [...alsoIn, { source: merged.source, url: merged.url }] },
    );
    return merged;
  }

  /** Puts a quarantined or dropped item on the desk. @throws ItemNotFound, ItemNotMovable */
  async release(id: string, { id: by }: Principal, now: Date): Promise<Item> {
    return this.items.store.change(async () => {
      const item = await this.items.get(id);
      const released = { status: moveTo('new', item), history: logged(item, { by, what: 'released' }, now) };
      return this.items.store.save(item, released, now, ...textsChanged([{ ...item, ...released }]));
    });
  }

  /** Says which texts it changes, in the place of what was read. @throws ItemNotFound */
  async state(id: string, changes: readonly TextChange[], { id: by }: Principal, now: Date): Promise<Item> {
    return this.items.store.change(async () => {
      const item = await this.items.get(id);
      const stated = { changes, history: logged(item, { by, what: 'changes-stated' }, now) };
      return this.items.store.save(item, stated, now, textChange({ ...item, ...stated }));
    });
  }

  /** Lets all that is held back of a source go on, or puts it away. @returns how many */
  async settle(source: string, isReleased: boolean, caller: Principal, now: Date): Promise<number> {
    const held = await this.items.quarantined(source);
    for (const id of held) {
      if (isReleased) await this.release(id, caller, now);
      else await this.dismiss(id, 'Quarantaine : la source répète ce qu’elle avait déjà annoncé.', caller, now);
    }
    return held.length;
  }

  /** Takes the last decision back; a choice only until the committee has decided. @throws ItemNotFound, NothingToUndo */
  async undo(id: string, { id: by }: Principal, now: Date): Promise<Item> {
    return this.items.store.change(async () => {
      const item = await this.items.get(id);
      const { status, selections } = item;
      if (!['dismissed', 'merged', 'in-review'].includes(status)) throw new NothingToUndo(status);
      const last = selections.at(-1);
      const isRevision = last !== undefined && item.history.some(({ what }) => what === 'published');
      const told =
        status === 'in-review' && last
          ? [announce(itemDeselected, { itemId: id, version: last.version, reason: 'Choix repris par la veille.' })]
          : [];
      return this.items.store.save(
        item,
        {
          status: status === 'in-review' && isRevision ? 'published' : moveTo('new', item),
          mergedInto: null,
          history: logged(item, { by, what: 'undone' }, now),
        },
        now,
        ...told,
      );
    });
  }

  /** Whose work it is, or nobody’s. @throws ItemNotFound */
  async assign(id: string, assignee: string | null, { id: by }: Principal, now: Date): Promise<Item> {
    return this.change(id, now, (item) => ({ assignee, history: logged(item, { by, what: 'assigned' }, now) }));
  }

  private async change(id: string, now: Date, work: (item: Item) => Partial<Item> | null): Promise<Item> {
    return this.items.store.change(async () => {
      const item = await this.items.store.find(id);
      if (!item) throw new ItemNotFound();
      const changes = work(item);
      return changes ? this.items.store.save(item, changes, now) : item;
    });
  }
}

const logged = ({ history }: Item, entry: Omit<ItemEntry, 'at'>, now: Date): ItemEntry[] => [
  ...history,
  { at: now.toISOString(), ...entry },
];
