import { Injectable } from '@nestjs/common';
import { type AnnouncedResource, matches } from '#contracts';
import { Wake } from '#messaging';
import { LedgerRepository } from '../ledger/ledger.repository.ts';
import { deliveryId } from '../ledger/ledger.ts';
import { isMeantFor } from '../ledger/meant-for.ts';
import { PublicOrigin } from '../public-origin.ts';
import { HubRepository } from './hub.repository.ts';
import type { HubDelivery, HubSubscription } from './hub-subscription.ts';
import { feedOfTopic } from './topic.ts';

/** What changed in the catalogue, and is there already. */
export interface CatalogueEvent {
  readonly id: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly reannounced?: true | undefined;
  readonly data: { readonly resource: AnnouncedResource; readonly previous: AnnouncedResource | null };
}

const batch = 500;

/** Writes down whose feeds an event changes. Hearing of it again, as when read models are rebuilt, adds nothing. */
@Injectable()
export class PlanHub {
  constructor(
    private readonly hub: HubRepository,
    private readonly ledger: LedgerRepository,
    private readonly origin: PublicOrigin,
    private readonly wake: Wake,
  ) {}

  async execute(event: CatalogueEvent): Promise<void> {
    if (event.reannounced) return;
    const now = new Date();
    let rows: HubDelivery[] = [];
    const write = async () => {
      if (rows.length === 0) return;
      const { id, type, occurredAt } = event;
      await this.ledger.keepCause({ _id: `feeds-${id}`, type, occurredAt, data: '{}' });
      await this.ledger.add(rows);
      rows = [];
      this.wake.call('websub');
    };
    for await (const subscription of this.hub.active(now)) {
      if (this.concerns(subscription, event)) rows.push(row(subscription, `feeds-${event.id}`, now));
      if (rows.length === batch) await write();
    }
    await write();
  }

  /** On the state before or after. */
  private concerns({ topic, since }: HubSubscription, { occurredAt, data }: CatalogueEvent): boolean {
    const asked = feedOfTopic(this.origin, topic);
    if (!asked || !isMeantFor(occurredAt, since)) return false;
    const { resource, previous } = data;
    return matches(asked.filter, resource) || (previous !== null && matches(asked.filter, previous));
  }
}

const row = ({ _id, callback }: HubSubscription, cause: string, now: Date): HubDelivery => ({
  _id: deliveryId(cause, 'websub', _id),
  channel: 'websub',
  kind: 'distribute',
  cause,
  recipient: _id,
  callbackOrigin: new URL(callback).origin,
  state: 'pending',
  attempts: 0,
  dueAt: now,
  createdAt: now,
});
