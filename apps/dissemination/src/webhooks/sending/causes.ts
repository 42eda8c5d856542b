import type { LedgerRepository } from '../../ledger/ledger.repository.ts';
import type { Cause } from '../../ledger/ledger.ts';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';
import type { Post } from './endpoint-gates.ts';
import type { Item } from './post-webhook.ts';

const mostKept = 200;

/** What rows say, read once for all who get it. */
export class Causes {
  private readonly known = new Map<string, Cause>();

  constructor(private readonly ledger: LedgerRepository) {}

  async of(id: string): Promise<Cause | null> {
    const known = this.known.get(id);
    if (known) return known;
    const cause = await this.ledger.cause(id);
    if (cause) this.remember(cause);
    return cause;
  }

  /** Reads several that are not known yet, together. */
  async learn(ids: Iterable<string>): Promise<void> {
    const unknown = [...new Set(ids)].filter((id) => !this.known.has(id));
    if (unknown.length === 0) return;
    for (const cause of (await this.ledger.causesOf(unknown)).values()) this.remember(cause);
  }

  /** @param cause as it is kept. */
  remember(cause: Cause): void {
    this.known.set(cause._id, cause);
    if (this.known.size > mostKept) this.known.delete([...this.known.keys()][0] ?? '');
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
