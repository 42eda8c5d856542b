import { Injectable } from '@nestjs/common';
import { type AnnouncedResource, isCreditRemoved } from '#contracts';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import type { Cause } from '../../ledger/ledger.ts';
import type { Outgoing } from '../events/outgoing.ts';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';
import type { Post } from './endpoint-gates.ts';
import type { Item } from './post-webhook.ts';

/** In memory: what is being sent at this moment, and a little more. */
const mostKnown = 500;

interface Known {
  readonly cause: Cause;
  /** When this process kept it, if nobody had before. */
  readonly madeAt: number | null;
  /** Holders that were told that nobody planned it before them. */
  readonly askedBy: WeakSet<object>;
}

/** What rows say: kept once for everybody who gets it, and read once. One for the whole process. */
@Injectable()
export class Causes {
  private readonly known = new Map<string, Known>();
  private readonly keeping = new Map<string, Promise<void>>();
  private waiting: Cause[] = [];
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly ledger: LedgerRepository) {}

  /** Resolves once all of it is kept. All that is asked for during one write is kept together in the next. */
  async keep(all: readonly Outgoing[]): Promise<void> {
    await Promise.all(all.map((outgoing) => this.keepOne(outgoing)));
  }

  async of(id: string): Promise<Cause | null> {
    const known = this.known.get(id);
    if (known) return known.cause;
    const cause = await this.ledger.cause(id);
    if (cause) this.remember(cause, null);
    return cause;
  }

  /**
   * Whether a holder plans this for the first time, so that no row of it can be there. False when nobody knows.
   *
   * @param holder who plans for its partition since then, and nobody else.
   */
  isNewTo(id: string, holder: { readonly since: number }): boolean {
    const known = this.known.get(id);
    if (!known?.madeAt || known.madeAt < holder.since || known.askedBy.has(holder)) return false;
    known.askedBy.add(holder);
    return true;
  }

  private keepOne(outgoing: Outgoing): Promise<void> | undefined {
    const { cause } = outgoing;
    if (this.known.has(cause)) return;
    const kept = this.keeping.get(cause) ?? this.writeWithOthers(causeOf(outgoing));
    this.keeping.set(cause, kept);
    return kept;
  }

  private writeWithOthers(cause: Cause): Promise<void> {
    this.waiting.push(cause);
    if (this.waiting.length === 1) {
      this.writing = this.writing.catch(() => undefined).then(() => this.writeWaiting());
    }
    return this.writing;
  }

  private async writeWaiting(): Promise<void> {
    const causes = this.waiting;
    this.waiting = [];
    try {
      const madeAt = Date.now();
      const fresh = await this.ledger.keepCauses(causes);
      for (const cause of fresh) this.remember(cause, madeAt);
      // The first words stay, whoever wrote them.
      const others = causes.map(({ _id }) => _id).filter((id) => !this.known.has(id));
      if (others.length) for (const cause of (await this.ledger.causesOf(others)).values()) this.remember(cause, null);
    } finally {
      for (const { _id } of causes) this.keeping.delete(_id);
    }
  }

  private remember(cause: Cause, madeAt: number | null): void {
    this.known.set(cause._id, { cause, madeAt, askedBy: new WeakSet() });
    if (this.known.size <= mostKnown) return;
    for (const oldest of this.known.keys()) {
      this.known.delete(oldest);
      break;
    }
  }

  /** Each row of a post with what it says; the reason when nothing of it is kept any more. */
  async itemsOf(post: Post): Promise<readonly [Item, ...Item[]] | NothingKept> {
    const causes = await Promise.all(post.map(({ cause }) => this.of(cause)));
    const items = post.flatMap((row, index) => itemOf(row, causes[index] ?? null));
    const [first, ...rest] = latest(items);
    if (first) return [first, ...rest];
    return causes.find((cause) => cause?.withheld)?.withheld ?? 'no-payload';
  }

  /** A name was taken off a resource: what said it before is sent to nobody any more. */
  async withholdNames(ids: readonly string[]): Promise<void> {
    const kept = await this.ledger.causesOf(ids);
    const named = [...kept.values()].filter(saysName).map(({ _id }) => _id);
    await this.ledger.withhold(named, 'name-removed');
    // Another process may have been first: what this one remembers is looked at by itself.
    for (const id of ids) {
      const known = this.known.get(id);
      if (known && saysName(known.cause))
        this.known.set(id, { ...known, cause: { ...known.cause, data: '', withheld: 'name-removed' } });
    }
  }
}

/** Why there is nothing to send. */
export type NothingKept = NonNullable<Cause['withheld']> | 'no-payload';

const saysName = ({ data, withheld }: Cause): boolean => {
  if (withheld) return false;
  const { network } = JSON.parse(data) as Partial<Pick<AnnouncedResource, 'network'>>;
  return network?.name !== undefined && !isCreditRemoved({ network });
};

const itemOf = (row: WebhookDelivery, cause: Cause | null): readonly Item[] =>
  cause && !cause.withheld ? [{ row, cause }] : [];

/** Of several words about one thing, the last: what came before is no longer so. */
const latest = (items: readonly Item[]): Item[] => {
  const last = new Map(items.map((item) => [item.row.resource ?? item.row._id, item]));
  return items.filter((item) => last.get(item.row.resource ?? item.row._id) === item);
};

const causeOf = ({ cause, type, occurredAt, data }: Outgoing): Cause => ({
  _id: cause,
  type,
  occurredAt,
  data: JSON.stringify(data),
});
