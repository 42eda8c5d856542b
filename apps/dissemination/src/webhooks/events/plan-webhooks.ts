import { Injectable } from '@nestjs/common';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { type Cause, deliveryId } from '../../ledger/ledger.ts';
import { isMeantFor } from '../../ledger/meant-for.ts';
import { type Endpoint, reception } from '../endpoints/endpoint.ts';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';
import type { Outgoing } from './outgoing.ts';

/** How long the holder of a partition has for a first attempt before its row counts as left behind. */
const firstAttemptMs = 60_000;
const chunk = 500;

/** The sequence given last to each endpoint. Kept by whoever holds the partition, and nobody else. */
export type Sequences = Map<string, number>;

/** Whoever plans: the holder of the partition of these endpoints. */
export interface Holder {
  readonly sequences: Sequences;
  readonly fence: number;
  /** When an endpoint is to be told; null for at once. */
  readonly dueAt: (endpoint: Endpoint, outgoing: Outgoing, now: Date) => Date | null;
}

/** The rows of what is outgoing: those just written and to be sent at once, and those that were there already. */
export interface Planned {
  readonly fresh: WebhookDelivery[];
  readonly known: WebhookDelivery[];
  /** What was kept just now of what is said. */
  readonly kept: readonly Cause[];
  /** Whether rows were written that are due before long and were left to the sweep. */
  readonly hasMore: boolean;
}

/** An endpoint that is to be told of something, or whose filter could not be held against it. */
interface Wanted {
  readonly id: string;
  readonly outgoing: Outgoing;
  readonly endpoint: Endpoint;
  /** Something older about it is still to be sent. */
  readonly follows: boolean;
  readonly fault: string | null;
}

/** Writes down who gets what, with their numbers, before anything is sent. */
@Injectable()
export class PlanWebhooks {
  constructor(private readonly ledger: LedgerRepository) {}

  /**
   * The rows of these, in their order, for these endpoints, now in the ledger: a repeat gives the same rows and numbers.
   *
   * @throws duplicate key (11000) when another holder gave numbers meanwhile: forget `sequences` and start over.
   */
  async execute(all: readonly Outgoing[], endpoints: readonly Endpoint[], holder: Holder): Promise<Planned> {
    const wanted = await this.wantedOf(all, endpoints);
    if (wanted.length === 0) return { fresh: [], known: [], kept: [], hasMore: false };
    const kept = await this.ledger.keepCauses([...new Set(wanted.map(({ outgoing }) => outgoing))].map(causeOf));
    const written: Omit<Planned, 'kept'>[] = [];
    for (let from = 0; from < wanted.length; from += chunk) {
      written.push(await this.write(wanted.slice(from, from + chunk), holder));
    }
    return {
      fresh: written.flatMap(({ fresh }) => fresh),
      known: written.flatMap(({ known }) => known),
      kept,
      hasMore: written.some(({ hasMore }) => hasMore),
    };
  }

  /** Each once, even when the same event is here twice. */
  private async wantedOf(all: readonly Outgoing[], endpoints: readonly Endpoint[]): Promise<Wanted[]> {
    const wanted = new Map<string, Wanted>();
    for (const outgoing of all) {
      const { about, isSequel } = outgoing;
      const here = [...wanted.values()].filter((other) => other.outgoing.about === about);
      const told = (ids: ReadonlySet<string>) => ids.union(new Set(here.map(({ endpoint }) => endpoint._id)));
      const earlier = isSequel ? told(await this.ledger.recipientsOf(about, 'webhook')) : nobody;
      const mine = endpoints.flatMap((endpoint) => faultOf(endpoint, outgoing, earlier));
      const waiting = isSequel && mine.length ? told(await this.ledger.waitingFor(about, 'webhook')) : nobody;
      for (const { endpoint, fault } of mine) {
        const id = deliveryId(outgoing.cause, 'webhook', endpoint._id);
        const follows = waiting.has(endpoint._id);
        if (!wanted.has(id)) wanted.set(id, { id, outgoing, endpoint, follows, fault });
      }
    }
    return [...wanted.values()];
  }

  private async write(wanted: readonly Wanted[], holder: Holder): Promise<Omit<Planned, 'kept'>> {
    const ids = wanted.map(({ id }) => id);
    const known = await this.ledger.deliveries.find({ _id: { $in: ids } } as never).lean<WebhookDelivery[]>();
    const knownIds = new Set(known.map(({ _id }) => _id));
    const fresh = wanted.filter(({ id }) => !knownIds.has(id));
    await this.learnSequences(fresh, holder.sequences);
    const now = new Date();
    const later = new Set<string>();
    // Theirs only once they are written: what fails to be gives its numbers to whatever is written instead.
    const numbers = new Map<string, number>();
    const rows = fresh.map((each): WebhookDelivery => {
      const { endpoint, outgoing, follows } = each;
      const sequence = (numbers.get(endpoint._id) ?? holder.sequences.get(endpoint._id) ?? 0) + 1;
      numbers.set(endpoint._id, sequence);
      const due = holder.dueAt(endpoint, outgoing, now) ?? (follows ? now : null);
      if (due) later.add(each.id);
      return { ...rowOf(each, sequence, holder.fence, now), ...(due ? { dueAt: due } : {}) };
    });
    if (rows.length) await this.ledger.deliveries.collection.insertMany(rows as never, { ordered: false });
    for (const [endpoint, sequence] of numbers) holder.sequences.set(endpoint, sequence);
    return {
      fresh: rows.filter(({ _id, state }) => state === 'pending' && !later.has(_id)),
      known,
      hasMore: later.size > 0,
    };
  }

  private async learnSequences(wanted: readonly Wanted[], sequences: Sequences): Promise<void> {
    const unknown = new Set(wanted.map(({ endpoint }) => endpoint._id).filter((id) => !sequences.has(id)));
    await Promise.all(
      [...unknown].map(async (id) => {
        const [last] = await this.ledger.deliveries
          .find({ recipient: id, sequence: { $gte: 0 } } as never, { sequence: 1 })
          .sort({ sequence: -1 } as never)
          .limit(1)
          .lean<WebhookDelivery[]>();
        sequences.set(id, last?.sequence ?? 0);
      }),
    );
  }
}

const nobody: ReadonlySet<string> = new Set();

const causeOf = ({ cause, type, occurredAt, data }: Outgoing): Cause => ({
  _id: cause,
  type,
  occurredAt,
  data: JSON.stringify(data),
});

/** One filter that cannot be held against it stops nobody else: its owner sees why nothing came. */
const faultOf = (
  endpoint: Endpoint,
  outgoing: Outgoing,
  earlier: ReadonlySet<string>,
): Pick<Wanted, 'endpoint' | 'fault'>[] => {
  const { type, network, occurredAt, isPast, concerns } = outgoing;
  if (!endpoint.events.includes(type) || reception[endpoint.status] === 'skip') return [];
  if (network !== null && network !== endpoint.network) return [];
  if (!isPast && !isMeantFor(occurredAt, new Date(endpoint.createdAt))) return [];
  try {
    return earlier.has(endpoint._id) || concerns(endpoint.filter) ? [{ endpoint, fault: null }] : [];
  } catch {
    return [{ endpoint, fault: 'invalid-filter' }];
  }
};

const rowOf = (
  { id, outgoing, endpoint, follows, fault }: Wanted,
  sequence: number,
  fence: number,
  now: Date,
): WebhookDelivery => ({
  _id: id,
  channel: 'webhook',
  cause: outgoing.cause,
  recipient: endpoint._id,
  type: outgoing.type,
  state: reception[endpoint.status] === 'send' ? 'pending' : 'held',
  attempts: 0,
  dueAt: new Date(now.getTime() + firstAttemptMs),
  createdAt: now,
  resource: outgoing.about,
  ...(outgoing.version === null ? {} : { version: outgoing.version }),
  title: outgoing.title,
  partition: endpoint.partition,
  fence,
  sequence,
  log: [],
  ...(follows ? { follows } : {}),
  ...(endpoint.rhythm.every === 'event' ? {} : { gathered: true }),
  ...(fault ? failedWith(fault, now) : {}),
});

const failedWith = (error: string, at: Date): Pick<WebhookDelivery, 'state' | 'doneAt' | 'log'> => ({
  state: 'failed',
  doneAt: at,
  log: [{ at, status: null, latencyMs: 0, answer: null, error }],
});
