import { Injectable } from '@nestjs/common';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { deliveryId } from '../../ledger/ledger.ts';
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
  readonly dueAt: (endpoint: Endpoint, now: Date) => Date | null;
}

/** The rows of something outgoing: those just written and to be sent at once, and those that were there already. */
export interface Planned {
  readonly fresh: WebhookDelivery[];
  readonly known: WebhookDelivery[];
  /** Whether rows were written that are due before long and were left to the sweep. */
  readonly hasMore: boolean;
}

/** An endpoint that is to be told, or whose filter could not be held against it. */
interface Wanted {
  readonly endpoint: Endpoint;
  readonly fault: string | null;
}

/** Writes down who gets what, with their numbers, before anything is sent. */
@Injectable()
export class PlanWebhooks {
  constructor(private readonly ledger: LedgerRepository) {}

  /**
   * The rows of this for these endpoints, now in the ledger: a repeat gives the same rows and numbers.
   *
   * @throws duplicate key (11000) when another holder gave numbers meanwhile: forget `sequences` and start over.
   */
  async execute(outgoing: Outgoing, endpoints: readonly Endpoint[], holder: Holder): Promise<Planned> {
    const { about, isSequel } = outgoing;
    const earlier = isSequel ? await this.ledger.recipientsOf(about, 'webhook') : nobody;
    const wanted = endpoints.flatMap((endpoint) => wantedBy(endpoint, outgoing, earlier));
    const planned = { fresh: [] as WebhookDelivery[], known: [] as WebhookDelivery[], hasMore: false };
    if (wanted.length === 0) return planned;
    const waiting = isSequel ? await this.ledger.waitingFor(about, 'webhook') : nobody;
    await this.keep(outgoing);
    for (let from = 0; from < wanted.length; from += chunk) {
      const written = await this.write(outgoing, wanted.slice(from, from + chunk), waiting, holder);
      planned.fresh.push(...written.fresh);
      planned.known.push(...written.known);
      planned.hasMore ||= written.hasMore;
    }
    return planned;
  }

  private async keep({ cause, type, occurredAt, data }: Outgoing): Promise<void> {
    await this.ledger.keepCause({ _id: cause, type, occurredAt, data: JSON.stringify(data) });
  }

  private async write(
    outgoing: Outgoing,
    wanted: readonly Wanted[],
    waiting: ReadonlySet<string>,
    holder: Holder,
  ): Promise<Planned> {
    const idOf = ({ endpoint }: Wanted) => deliveryId(outgoing.cause, 'webhook', endpoint._id);
    const ids = wanted.map(idOf);
    const known = await this.ledger.deliveries.find({ _id: { $in: ids } } as never).lean<WebhookDelivery[]>();
    const knownIds = new Set(known.map(({ _id }) => _id));
    const fresh = wanted.filter((each) => !knownIds.has(idOf(each)));
    await this.learnSequences(fresh, holder.sequences);
    const now = new Date();
    const later = new Map<string, Date>();
    const rows = fresh.map(({ endpoint, fault }): WebhookDelivery => {
      const follows = waiting.has(endpoint._id);
      const due = holder.dueAt(endpoint, now) ?? (follows ? now : null);
      const row = rowOf(outgoing, endpoint, (holder.sequences.get(endpoint._id) ?? 0) + 1, holder.fence, now);
      if (due) later.set(row._id, due);
      return {
        ...row,
        ...(due ? { dueAt: due } : {}),
        ...(follows ? { follows } : {}),
        ...(endpoint.rhythm.every === 'event' ? {} : { gathered: true }),
        ...(fault ? failedWith(fault, now) : {}),
      };
    });
    if (rows.length) await this.ledger.deliveries.collection.insertMany(rows as never, { ordered: false });
    for (const { recipient, sequence } of rows) holder.sequences.set(recipient, sequence ?? 0);
    return {
      fresh: rows.filter(({ _id, state }) => state === 'pending' && !later.has(_id)),
      known,
      hasMore: later.size > 0,
    };
  }

  private async learnSequences(wanted: readonly Wanted[], sequences: Sequences): Promise<void> {
    await Promise.all(
      wanted
        .filter(({ endpoint }) => !sequences.has(endpoint._id))
        .map(async ({ endpoint: { _id } }) => {
          const [last] = await this.ledger.deliveries
            .find({ recipient: _id, sequence: { $gte: 0 } } as never, { sequence: 1 })
            .sort({ sequence: -1 } as never)
            .limit(1)
            .lean<WebhookDelivery[]>();
          sequences.set(_id, last?.sequence ?? 0);
        }),
    );
  }
}

const nobody: ReadonlySet<string> = new Set();

/** One filter that cannot be held against it stops nobody else: its owner sees why nothing came. */
const wantedBy = (endpoint: Endpoint, outgoing: Outgoing, earlier: ReadonlySet<string>): Wanted[] => {
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
  { cause, type, about, version, title }: Outgoing,
  endpoint: Endpoint,
  sequence: number,
  fence: number,
  now: Date,
): WebhookDelivery => ({
  _id: deliveryId(cause, 'webhook', endpoint._id),
  channel: 'webhook',
  cause,
  recipient: endpoint._id,
  type,
  state: reception[endpoint.status] === 'send' ? 'pending' : 'held',
  attempts: 0,
  dueAt: new Date(now.getTime() + firstAttemptMs),
  createdAt: now,
  resource: about,
  version,
  title,
  partition: endpoint.partition,
  fence,
  sequence,
  log: [],
});

const failedWith = (error: string, at: Date): Pick<WebhookDelivery, 'state' | 'doneAt' | 'log'> => ({
  state: 'failed',
  doneAt: at,
  log: [{ at, status: null, latencyMs: 0, answer: null, error }],
});
