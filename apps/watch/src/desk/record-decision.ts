import { Injectable } from '@nestjs/common';
import { caseApproved, caseChangesRequested, caseDeclined, resourceWithdrawn } from '#contracts';
import { type AnnouncedAs, OnEvent } from '#messaging';
import { ItemRepository } from '../items/item.repository.ts';
import type { Item, ItemStatus } from '../items/item.ts';
import { toPerson } from '../notices/watchers.ts';

type Decided = AnnouncedAs<typeof caseApproved | typeof caseChangesRequested | typeof caseDeclined>;
type Outcome = Extract<ItemStatus, 'published' | 'changes-requested' | 'declined'>;

/** What became of a chosen item: written where its editor looks, who is told. */
@Injectable()
export class RecordDecision {
  constructor(private readonly items: ItemRepository) {}

  @OnEvent(caseApproved, caseChangesRequested, caseDeclined, resourceWithdrawn)
  async whenDecided(event: Decided | AnnouncedAs<typeof resourceWithdrawn>): Promise<void> {
    const { data, occurredAt } = event;
    if ('contributionId' in data) {
      const reasons = 'reasons' in data ? data.reasons : [];
      return this.record(data.contributionId, data.version, outcomeOf(event as Decided), reasons, occurredAt);
    }
    return this.withdraw(data.resource.id, data.reason, occurredAt);
  }

  private async record(
    id: string,
    version: number,
    what: Outcome,
    reasons: readonly string[],
    at: string,
  ): Promise<void> {
    await this.items.store.change(async () => {
      const item = await this.items.store.find(id);
      const selection = item?.selections.at(-1);
      // A contribution of submission’s, an older version, or heard already.
      if (!item || selection?.version !== version || item.status !== 'in-review') return;
      const facts = { itemId: id, title: selection.content.title, reasons: [...reasons] };
      await this.items.store.save(
        item,
        { status: what, history: [...item.history, { at, by: null, what, reason: reasons.join(' ') || null }] },
        new Date(at),
        toPerson(selection.by, `item.${what}`, facts),
      );
    });
  }

  private async withdraw(id: string, reason: string | null, at: string): Promise<void> {
    await this.items.store.change(async () => {
      const item: Item | null = await this.items.store.find(id);
      if (!item || item.status === 'withdrawn') return;
      // Heard before its approval: later, that will have come.
      if (!item.history.some(({ what }) => what === 'published'))
        throw new Error(`${id} is not known as published yet`);
      const entry = { at, by: null, what: 'withdrawn' as const, reason };
      await this.items.store.save(item, { status: 'withdrawn', history: [...item.history, entry] }, new Date(at));
    });
  }
}

const outcomeOf = ({ type }: Decided): Outcome => {
  if (type === caseApproved.type) return 'published';
  return type === caseDeclined.type ? 'declined' : 'changes-requested';
};
