import { Injectable } from '@nestjs/common';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { deliveryId } from '../../ledger/ledger.ts';
import { isMeantFor } from '../../ledger/meant-for.ts';
import { type Endpoint, reception } from '../endpoints/endpoint.ts';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';
import { Causes } from '../sending/causes.ts';
import type { Flights } from '../sending/flights.ts';
import type { Outgoing } from './outgoing.ts';

const chunk = 500;

/** The sequence given last to each endpoint. Kept by whoever holds the partition, and nobody else. */
export type Sequences = Map<string, number>;

/** Whoever plans: the holder of the partition of these endpoints. */
export interface Holder {
  readonly sequences: Sequences;
  readonly fence: number;
  readonly flights: Flights;
  /** When an endpoint is to be told; null for at once. */
  readonly dueAt: (endpoint: Endpoint, outgoing: Outgoing, now: Date) => Date | null;
  /** Begins to send what is in the air now; resolves once there is room for more. */
  readonly begin: (fresh: readonly WebhookDelivery[]) => Promise<void>;
}

/** What the ledger had already, and what was left to the sweep. */
export interface Planned {
  readonly known: readonly WebhookDelivery[];
  /** Whether rows were written that are due before long. */
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
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly causes: Causes,
  ) {}

  /**
   * Each of these in their order, for these endpoints: numbered, in the air or in the ledger. A repeat gives the same numbers.
   * So many at a time, that it takes no more memory for more endpoints.
   *
   * @throws Superseded when another holder gives numbers meanwhile.
   */
  async execute(all: readonly Outgoing[], endpoints: readonly Endpoint[], holder: Holder): Promise<Planned> {
    const wanted = await this.wantedOf(all, endpoints, holder.flights);
    await this.causes.keep([...new Set(wanted.map(({ outgoing }) => outgoing))]);
    await this.withholdNames(all, wanted, holder.flights);
    if (wanted.length === 0) return { known: [], hasMore: false };
    const causes = new Set(wanted.map(({ outgoing }) => outgoing.cause));
    const again = new Set([...causes].filter((cause) => !this.causes.isNewTo(cause, holder.flights)));
    const planned: Planned[] = [];
    for (let from = 0; from < wanted.length; from += chunk) {
      planned.push(await this.write(wanted.slice(from, from + chunk), again, holder));
    }
    return { known: planned.flatMap(({ known }) => known), hasMore: planned.some(({ hasMore }) => hasMore) };
  }

  /** Each partition does it after what it planned before, however late: then nobody gets the name from any of them. */
  private async withholdNames(all: readonly Outgoing[], wanted: readonly Wanted[], flights: Flights): Promise<void> {
    for (const { about } of all.filter(({ removesName }) => removesName)) {
      const here = wanted.filter(({ outgoing }) => outgoing.about === about).map(({ outgoing }) => outgoing.cause);
      const flying = flights.matching(({ resource }) => resource === about).map(({ cause }) => cause);
      const landed = await this.ledger.causesAbout(about);
      await this.causes.withholdNames([...new Set([...landed, ...flying, ...here])]);
    }
  }

  /** Each once, even when the same event is here twice. */
  private async wantedOf(
    all: readonly Outgoing[],
    endpoints: readonly Endpoint[],
    flights: Flights,
  ): Promise<Wanted[]> {
    const wanted = new Map<string, Wanted>();
    for (const outgoing of all) {
      const { earlier, waiting } = await this.toldOf(outgoing, wanted, flights);
      for (const { endpoint, fault } of endpoints.flatMap((each) => faultOf(each, outgoing, earlier))) {
        const id = deliveryId(outgoing.cause, 'webhook', endpoint._id);
        if (wanted.has(id) || flights.has(id)) continue;
        wanted.set(id, { id, outgoing, endpoint, follows: waiting.has(endpoint._id), fault });
      }
    }
    return [...wanted.values()];
  }

  /** Who had something about it before, and who still waits for that: in the ledger, in the air, or planned here. */
  private async toldOf({ about, isSequel }: Outgoing, wanted: ReadonlyMap<string, Wanted>, flights: Flights) {
    if (!isSequel) return { earlier: nobody, waiting: nobody };
    const here = [...wanted.values()].filter(({ outgoing }) => outgoing.about === about);
    const soon = new Set([
      ...flights.matching(({ resource }) => resource === about).map(({ recipient }) => recipient),
      ...here.map(({ endpoint }) => endpoint._id),
    ]);
    const [earlier, waiting] = await Promise.all([
      this.ledger.recipientsOf(about, 'webhook'),
      this.ledger.waitingFor(about, 'webhook'),
    ]);
    return { earlier: earlier.union(soon), waiting: waiting.union(soon) };
  }

  private async write(wanted: readonly Wanted[], again: ReadonlySet<string>, holder: Holder): Promise<Planned> {
    const known = await this.knownOf(wanted.filter(({ outgoing }) => again.has(outgoing.cause)));
    const knownIds = new Set(known.map(({ _id }) => _id));
    const fresh = wanted.filter(({ id }) => !knownIds.has(id));
    await this.learnSequences(fresh, holder);
    const now = new Date();
    const later = new Set<string>();
    // Theirs only once they are written: what fails to be gives its numbers to whatever is written instead.
    const numbers = new Map<string, number>();
    const rows = fresh.map((each): WebhookDelivery => {
      const { endpoint, outgoing, follows } = each;
      const sequence = (numbers.get(endpoint._id) ?? holder.sequences.get(endpoint._id) ?? 0) + 1;
      numbers.set(endpoint._id, sequence);
      const dueAt = holder.dueAt(endpoint, outgoing, now) ?? (follows ? now : null);
      const row = rowOf(each, sequence, holder.fence, dueAt ?? now, now);
      if (dueAt || row.state !== 'pending') later.add(row._id);
      return row;
    });
    await holder.flights.depart(rows, later);
    for (const [endpoint, sequence] of numbers) holder.sequences.set(endpoint, sequence);
    await holder.begin(rows.filter(({ _id }) => !later.has(_id)));
    return { known, hasMore: later.size > 0 };
  }

  /** Rows that are there: of what comes again, or was left by an earlier holder. */
  private async knownOf(wanted: readonly Wanted[]): Promise<WebhookDelivery[]> {
    if (wanted.length === 0) return [];
    const ids = wanted.map(({ id }) => id);
    return this.ledger.deliveries.find({ _id: { $in: ids } } as never).lean<WebhookDelivery[]>();
  }

  private async learnSequences(wanted: readonly Wanted[], { sequences, flights }: Holder): Promise<void> {
    const unknown = new Set(wanted.map(({ endpoint }) => endpoint._id).filter((id) => !sequences.has(id)));
    if (unknown.size === 0) return;
    // In the air first: what lands meanwhile is in the ledger then.
    const flying = flights.matching(({ recipient }) => unknown.has(recipient));
    const last = await this.lastSequences([...unknown]);
    for (const id of unknown) sequences.set(id, last.get(id) ?? 0);
    for (const { recipient, sequence = 0 } of flying) {
      sequences.set(recipient, Math.max(sequence, sequences.get(recipient) ?? 0));
    }
  }

  private async lastSequences(endpoints: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const found = await this.ledger.deliveries.aggregate<{ _id: string; last: number }>([
      { $match: { recipient: { $in: endpoints }, sequence: { $gte: 0 } } },
      // In the order of the index, which then has the answer: one key for each.
      { $sort: { recipient: 1, sequence: 1 } },
      { $group: { _id: '$recipient', last: { $last: '$sequence' } } },
    ]);
    return new Map(found.map(({ _id, last }) => [_id, last]));
  }
}

const nobody: ReadonlySet<string> = new Set();

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
  dueAt: Date,
  now: Date,
): WebhookDelivery => ({
  _id: id,
  channel: 'webhook',
  cause: outgoing.cause,
  recipient: endpoint._id,
  type: outgoing.type,
  state: reception[endpoint.status] === 'send' ? 'pending' : 'held',
  attempts: 0,
  dueAt,
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
