import { Injectable } from '@nestjs/common';
import { KnownNetworks, networksOf, type Principal } from '#access';
import { announce, itemSelected, type NetworkFacts } from '#contracts';
import { InvalidFields } from '#platform';
import { ItemRepository } from '../items/item.repository.ts';
import { type Item, moveTo } from '../items/item.ts';
import { SourceRepository } from '../sources/source.repository.ts';
import { selectedContent, selectionObstacles } from './selected-content.ts';
import type { GivenSelection } from './selection.schema.ts';

/** An editor hands an item to the committee, in the name of a network: a case opens on it. Nothing is published by this. */
@Injectable()
export class SelectItem {
  constructor(
    private readonly items: ItemRepository,
    private readonly sources: SourceRepository,
    private readonly networks: KnownNetworks,
  ) {}

  /** @throws ItemNotFound, ItemNotMovable, Forbidden, InvalidFields */
  async execute(id: string, given: GivenSelection, caller: Principal, now: Date): Promise<Item> {
    const network = await this.networks.speakingFor(networksOf(caller, 'watch-editor'), given.network);
    return this.items.store.change(async () => {
      const item = await this.items.get(id);
      const status = moveTo('in-review', item);
      const source = await this.sources.store.find(item.source);
      const content = selectedContent(item, source, given);
      const found = selectionObstacles(content, given, item.status === 'published', now);
      if (found.length) throw new InvalidFields(found);
      const at = now.toISOString();
      const version = (item.selections.at(-1)?.version ?? 0) + 1;
      const urgent = given.urgent ?? null;
      const selection = { version, network: network.networkId, by: caller.id, at, content, urgent };
      return this.items.store.save(
        item,
        {
          status,
          hasChanged: false,
          selections: [...item.selections, selection],
          history: [...item.history, { at, by: caller.id, what: 'selected' }],
        },
        now,
        announce(itemSelected, {
          itemId: id,
          version,
          network: frozen(network),
          involvedNetworks: [network.networkId],
          content,
          selectedBy: caller.id,
          selectedAt: at,
          urgent,
        }),
      );
    });
  }
}

/** As it was when the item was handed in. */
const frozen = ({ networkId, slug, name, circle, networkKind, actorType }: NetworkFacts) => ({
  networkId,
  slug,
  name,
  circle,
  networkKind,
  actorType,
});
