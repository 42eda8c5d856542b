import { Injectable } from '@nestjs/common';
import { newId } from '#persistence';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { deliveryId } from '../../ledger/ledger.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { type WebhookDelivery, webhookId } from '../log/webhook-delivery.ts';

/** Asks an endpoint for a sign of life: once when it is created, and whenever its owner wants to test it. */
@Injectable()
export class QueuePing {
  constructor(private readonly ledger: LedgerRepository) {}

  /** @returns the delivery's public id. */
  async execute(endpoint: Endpoint, why: 'ping' | 'test', now: Date): Promise<string> {
    const cause = why === 'ping' ? `ping-${endpoint._id}` : `test-${newId()}`;
    const data = JSON.stringify({
      endpointId: endpoint._id,
      message: 'Essaim vous écrit pour vérifier que cette adresse reçoit : répondez 2xx.',
    });
    await this.ledger.keepCause({ _id: cause, type: 'ping', occurredAt: now.toISOString(), data });
    const row: WebhookDelivery = {
      _id: deliveryId(cause, 'webhook', endpoint._id),
      channel: 'webhook',
      cause,
      recipient: endpoint._id,
      type: 'ping',
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
