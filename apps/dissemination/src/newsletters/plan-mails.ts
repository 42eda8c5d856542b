import { Injectable } from '@nestjs/common';
import { type AnnouncedResource, matches, type ResourceFilter, resourcePublished, resourceRevised } from '#contracts';
import { type AnnouncedAs, OnEvent } from '#messaging';
import { LedgerRepository } from '../ledger/ledger.repository.ts';
import { isMeantFor } from '../ledger/meant-for.ts';
import { PublicOrigin } from '../public-origin.ts';
import type { MailDelivery } from './mail-delivery.ts';
import { MailQueue, row } from './mail-queue.ts';
import { SubscriptionRepository } from './subscription.repository.ts';

const batch = 500;

/** On the state before or after, so that leaving a filter is never silent. One filter that fails stops nobody else's mail. */
const concerns = (
  filter: ResourceFilter,
  resource: AnnouncedResource,
  previous: AnnouncedResource | null,
): boolean | 'unreadable' => {
  try {
    return matches(filter, resource) || (previous !== null && matches(filter, previous));
  } catch {
    return 'unreadable';
  }
};

/** What is approved goes to everyone who asked for such things at once. */
@Injectable()
export class PlanMails {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly subscriptions: SubscriptionRepository,
    private readonly queue: MailQueue,
    private readonly origin: PublicOrigin,
  ) {}

  @OnEvent(resourcePublished, resourceRevised)
  async whenAnnounced(event: AnnouncedAs<typeof resourcePublished | typeof resourceRevised>): Promise<void> {
    // Told again for read models that were lost: whoever was to hear of it has.
    if (event.reannounced) return;
    const { resource, previous } = event.data;
    const kind = event.type === resourcePublished.type ? 'published' : 'revised';
    await this.ledger.keepCause({
      _id: event.id,
      type: `resource.${kind}`,
      occurredAt: event.occurredAt,
      data: JSON.stringify(this.origin.resource(resource)),
    });
    // Whoever had an earlier version hears of this one, whatever their filter says now.
    const earlier = previous ? await this.ledger.recipientsOf(resource.id, 'mail') : new Set<string>();
    const now = new Date();
    let rows: MailDelivery[] = [];
    for await (const { _id, person, filter, confirmedAt } of this.subscriptions.confirmed('immediate')) {
      if (!isMeantFor(event.occurredAt, confirmedAt)) continue;
      const wanted = earlier.has(_id) || concerns(filter, resource, previous);
      if (!wanted) continue;
      const mail = (about = {}) => row(event.id, _id, kind, person, now, about);
      // Not about the resource: another subscription of the same person may still get it.
      if (wanted === 'unreadable')
        rows.push({ ...mail(), state: 'failed', doneAt: now, lastReason: 'unreadable filter' });
      else rows.push(mail({ resource: resource.id, version: resource.version }));
      if (rows.length === batch) {
        await this.queue.add(rows);
        rows = [];
      }
    }
    await this.queue.add(rows);
  }
}
