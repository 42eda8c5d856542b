import { Injectable } from '@nestjs/common';
import { Wake } from '#messaging';
import { isDuplicateKey } from '#persistence';
import { LedgerRepository } from '../ledger/ledger.repository.ts';
import { deliveryId } from '../ledger/ledger.ts';
import type { MailDelivery } from './mail-delivery.ts';
import type { Subscription } from './subscription.ts';

/** Puts mails into the ledger. */
@Injectable()
export class MailQueue {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly wake: Wake,
  ) {}

  /** One confirmation mail per time that it was asked for. */
  async confirmation({ _id, person, askedAt }: Subscription, now: Date): Promise<void> {
    const cause = `confirm-${_id}-${askedAt.getTime()}`;
    await this.ledger.keepCause({ _id: cause, type: 'newsletter.confirm', occurredAt: now.toISOString(), data: '{}' });
    await this.add([row(cause, _id, 'confirm', person, now)]);
  }

  /** Somebody with two subscriptions that match is written to once: the second row finds the unique key taken. */
  async add(rows: readonly MailDelivery[]): Promise<void> {
    await this.ledger.add(rows).catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
    });
    if (rows.length) this.wake.call('mail');
  }
}

export const row = (
  cause: string,
  recipient: string,
  kind: MailDelivery['kind'],
  person: string,
  now: Date,
  about: { resource?: string; version?: number } = {},
): MailDelivery => ({
  _id: deliveryId(cause, 'mail', recipient),
  channel: 'mail',
  cause,
  recipient,
  kind,
  person,
  state: 'pending',
  attempts: 0,
  dueAt: now,
  createdAt: now,
  ...about,
});
