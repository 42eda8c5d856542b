import { Injectable } from '@nestjs/common';
import { type AnnouncedResource, matches, type resourcePublished, resourceRevised } from '#contracts';
import type { AnnouncedAs } from '#messaging';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { deliveryId } from '../../ledger/ledger.ts';
import { isMeantFor } from '../../ledger/meant-for.ts';
import { PublicOrigin } from '../../public-origin.ts';
import { type Endpoint, type EventType, reception } from '../endpoints/endpoint.ts';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';

export type WebhookEvent = AnnouncedAs<typeof resourcePublished | typeof resourceRevised>;

/** How long the holder of a partition has for a first attempt before its row counts as left behind. */
const firstAttemptMs = 60_000;
const chunk = 500;

/** The sequence given last to each endpoint. Kept by whoever holds the partition, and nobody else. */
export type Sequences = Map<string, number>;

/** The rows of an event: those just written and to be sent at once, and those that were there already. */
export interface Planned {
  readonly fresh: WebhookDelivery[];
  readonly known: WebhookDelivery[];
}

/** Writes down who gets an event, with their numbers, before anything is sent. */
@Injectable()
export class PlanWebhooks {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly origin: PublicOrigin,
  ) {}

  /**
   * The rows of this event for these endpoints, now in the ledger: a repeat gives the same rows and numbers.
   *
   * @throws duplicate key (11000) when another holder gave numbers meanwhile: forget `sequences` and start over.
   */
  async execute(
    event: WebhookEvent,
    endpoints: readonly Endpoint[],
    sequences: Sequences,
    fence: number,
  ): Promise<Planned> {
    const planned: Planned = { fresh: [], known: [] };
    // Told again for read models that were lost: whoever was to hear of it has.
    if (event.reannounced) return planned;
    const type: EventType = event.type === resourceRevised.type ? 'resource.revised' : 'resource.published';
    const { resource, previous } = event.data;
    const earlier = previous ? await this.ledger.recipientsOf(resource.id, 'webhook') : new Set<string>();
    const wanted = endpoints.filter(
      (endpoint) =>
        endpoint.events.includes(type) &&
        reception[endpoint.status] !== 'skip' &&
        isMeantFor(event.occurredAt, new Date(endpoint.createdAt)) &&
        (concerns(endpoint, resource, previous) || earlier.has(endpoint._id)),
    );
    if (wanted.length === 0) return planned;
    await this.ledger.keepCause({
      _id: event.id,
      type,
      occurredAt: event.occurredAt,
      data: JSON.stringify(this.origin.resource(resource)),
    });
    for (let from = 0; from < wanted.length; from += chunk) {
      const { fresh, known } = await this.write(event, type, wanted.slice(from, from + chunk), sequences, fence);
      planned.fresh.push(...fresh);
      planned.known.push(...known);
    }
    return planned;
  }

  private async write(
    event: WebhookEvent,
    type: EventType,
    endpoints: readonly Endpoint[],
    sequences: Sequences,
    fence: number,
  ): Promise<Planned> {
    const ids = endpoints.map(({ _id }) => deliveryId(event.id, 'webhook', _id));
    const known = await this.ledger.deliveries.find({ _id: { $in: ids } } as never).lean<WebhookDelivery[]>();
    const knownIds = new Set(known.map(({ _id }) => _id));
    const fresh = endpoints.filter((_, index) => !knownIds.has(ids[index] ?? ''));
    await this.learnSequences(fresh, sequences);
    const now = new Date();
    const rows = fresh.map((endpoint): WebhookDelivery => {
      const sequence = (sequences.get(endpoint._id) ?? 0) + 1;
      return {
        _id: deliveryId(event.id, 'webhook', endpoint._id),
        channel: 'webhook',
        cause: event.id,
        recipient: endpoint._id,
        type,
        state: reception[endpoint.status] === 'send' ? 'pending' : 'held',
        attempts: 0,
        dueAt: new Date(now.getTime() + firstAttemptMs),
        createdAt: now,
        resource: event.data.resource.id,
        version: event.data.resource.version,
        partition: endpoint.partition,
        fence,
        sequence,
        log: [],
      };
    });
    if (rows.length) await this.ledger.deliveries.collection.insertMany(rows as never, { ordered: false });
    for (const { recipient, sequence } of rows) sequences.set(recipient, sequence ?? 0);
    return { fresh: rows.filter(({ state }) => state === 'pending'), known };
  }

  private async learnSequences(endpoints: readonly Endpoint[], sequences: Sequences): Promise<void> {
    await Promise.all(
      endpoints
        .filter(({ _id }) => !sequences.has(_id))
        .map(async ({ _id }) => {
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

/** On the state before or after, so that leaving a filter is never silent. */
const concerns = ({ filter }: Endpoint, resource: AnnouncedResource, previous: AnnouncedResource | null): boolean =>
  matches(filter, resource) || (previous !== null && matches(filter, previous));
