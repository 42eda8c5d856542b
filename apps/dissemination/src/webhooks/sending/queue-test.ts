import { Injectable } from '@nestjs/common';
import { newId } from '#persistence';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { deliveryId } from '../../ledger/ledger.ts';
import { PublicOrigin } from '../../public-origin.ts';
import { type Endpoint, pingCause } from '../endpoints/endpoint.ts';
import { exampleOf, exampleOrigin } from '../events/event-examples.ts';
import type { EventType } from '../events/event-types.ts';
import { type WebhookDelivery, webhookId } from '../log/webhook-delivery.ts';

/** What is sent for its owner to see, and counted in no order: signs of life, and an example of each type. */
@Injectable()
export class QueueTest {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly origin: PublicOrigin,
  ) {}

  /** Asks the present address of an endpoint for a sign of life, once. @returns the delivery's public id. */
  async ping(endpoint: Endpoint, now: Date): Promise<string> {
    return this.queue(endpoint, pingCause(endpoint), 'ping', now);
  }

  /** Sends an example. @returns the delivery's public id. */
  async test(endpoint: Endpoint, type: EventType, now: Date): Promise<string> {
    return this.queue(endpoint, `test-${newId()}`, type, now);
  }

  private async queue(endpoint: Endpoint, cause: string, type: EventType, now: Date): Promise<string> {
    const example = type === 'ping' ? { ...exampleOf('ping'), endpointId: endpoint._id } : exampleOf(type);
    // Its links lead to this site, where they say that there is no such thing.
    const data = JSON.stringify(example).replaceAll(exampleOrigin, this.origin.origin);
    await this.ledger.keepCause({ _id: cause, type, occurredAt: now.toISOString(), data });
    const row: WebhookDelivery = {
      _id: deliveryId(cause, 'webhook', endpoint._id),
      channel: 'webhook',
      cause,
      recipient: endpoint._id,
      type,
      state: 'pending',
      attempts: 0,
      dueAt: now,
      createdAt: now,
      partition: endpoint.partition,
      fence: 0,
      log: [],
    };
    await this.ledger.add([row]);
    return webhookId(row);
  }
}
