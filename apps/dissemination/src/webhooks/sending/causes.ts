import type { LedgerRepository } from '../../ledger/ledger.repository.ts';
import type { Cause } from '../../ledger/ledger.ts';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';
import type { Post } from './endpoint-gates.ts';
import type { Item } from './post-webhook.ts';

const mostKept = 100;

/** What rows say, read once for all who get it. */
export class Causes {
  private readonly known = new Map<string, Cause>();

  constructor(private readonly ledger: LedgerRepository) {}

  async of(id: string): Promise<Cause | null> {
    const known = this.known.get(id);
    if (known) return known;
    const cause = await this.ledger.cause(id);
    if (cause) this.known.set(id, cause);
    if (this.known.size > mostKept) this.known.delete([...this.known.keys()][0] ?? '');
    return cause;
  }

  /** Each row of a post with what it says; null when nothing of it is kept any more. */
  async itemsOf(post: Post): Promise<readonly [Item, ...Item[]] | null> {
    const items = await Promise.all(post.map(async (row) => itemOf(row, await this.of(row.cause))));
    const [first, ...rest] = latest(items.filter((item) => item !== null));
    return first ? [first, ...rest] : null;
  }
}

const itemOf = (row: WebhookDelivery, cause: Cause | null): Item | null => cause && { row, cause };

/** Of several words about one thing, the last: what came before is no longer so. */
const latest = (items: readonly Item[]): Item[] => {
  const last = new Map(items.map((item) => [item.row.resource ?? item.row._id, item]));
  return items.filter((item) => last.get(item.row.resource ?? item.row._id) === item);
};
