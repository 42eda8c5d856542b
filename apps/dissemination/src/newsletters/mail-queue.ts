import { Injectable } from '@nestjs/common';
import { Wake } from '#messaging';
import { LedgerRepository } from '../ledger/ledger.repository.ts';
import { deliveryId } from '../ledger/ledger.ts';
import { goesFirst, type MailDelivery, type MailKind } from './mail-delivery.ts';
import { askAgainMs, type Subscription } from './subscribers/subscriber.ts';

/** Puts mails into the ledger. */
@Injectable()
export class MailQueue {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly wake: Wake,
  ) {}

  /** One confirmation mail per time that it was asked for. */
  async confirmation(person: string, { id, askedAt }: Subscription, now: Date): Promise<void> {
    await this.ask('confirm', `confirm-${id}-${askedAt.getTime()}`, id, person, now);
  }

  /** The link to their preferences: once in a while, however often it is asked for. */
  async preferences(person: string, now: Date): Promise<void> {
    const cause = `preferences-${person}-${Math.floor(now.getTime() / askAgainMs)}`;
    await this.ask('preferences', cause, person, person, now);
  }

  /** Somebody with two subscriptions that match is written to once: the second row finds the unique key taken. */
  async add(rows: readonly MailDelivery[]): Promise<void> {
    await this.ledger.insertMissing(rows);
    if (rows.length) this.wake.call('mail');
  }

  private async ask(kind: MailKind, cause: string, recipient: string, person: string, now: Date): Promise<void> {
    await this.ledger.keepCause({ _id: cause, type: `newsletter.${kind}`, occurredAt: now.toISOString(), data: '{}' });
    await this.add([row(cause, recipient, kind, person, now)]);
  }
}

/** @param about what it tells of, when it tells of one resource. */
export const row = (
  cause: string,
  recipient: string,
  kind: MailKind,
  person: string,
  now: Date,
  about: { resource?: string; version?: number; tells?: readonly string[]; resources?: readonly string[] } = {},
): MailDelivery => ({
  _id: deliveryId(cause, 'mail', recipient),
  channel: 'mail',
  cause,
  recipient,
  kind,
  person,
  state: 'pending',
  attempts: 0,
  dueAt: goesFirst({ kind }) ? new Date(0) : now,
  createdAt: now,
  ...about,
});
