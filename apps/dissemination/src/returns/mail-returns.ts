import { Injectable } from '@nestjs/common';
import type { Mail } from '#mail';
import { personOf } from '../ledger/ledger.ts';
import { isNotice, type MailDelivery } from '../newsletters/mail-delivery.ts';
import { SuppressionRepository } from '../newsletters/subscribers/suppression.repository.ts';
import { statusIn } from './bounce.ts';
import { HandleReturn } from './handle-return.ts';
import { ReturnAddresses } from './return-addresses.ts';

/** Mails that somebody asks for this minute, to learn whether the address works: what came back before says nothing of that. */
const ownWish: readonly string[] = ['confirm', 'preferences', 'trial'];

/** What a mail carries so that it can come back, and what became of those before it. */
@Injectable()
export class MailReturns {
  constructor(
    private readonly addresses: ReturnAddresses,
    private readonly suppressions: SuppressionRepository,
    private readonly handleReturn: HandleReturn,
  ) {}

  /** The mail with the ways back in it; null when that address is not written to any more. */
  async prepare(row: MailDelivery, mail: Mail): Promise<Mail | null> {
    const { kind, recipient } = row;
    if (!ownWish.includes(kind) && (await this.isSuppressed(mail.to))) return null;
    const { list } = mail;
    // A mail to leave ends a subscription; what members are told is chosen on its page alone.
    const withMailbox =
      list && !isNotice(row) ? { ...list, unsubscribeMailbox: this.addresses.of('leave', recipient) } : list;
    return { ...mail, returnPath: this.addresses.of('bounce', recipient), list: withMailbox };
  }

  /** A server that refuses at the door says what a report would say later. */
  async refused({ _id, recipient }: MailDelivery, reply: string, now: Date): Promise<void> {
    await this.handleReturn.bounced(recipient, statusIn(reply), _id, now);
  }

  /** Who left the newsletters is still told of what they take part in; who cannot be reached, or complained, of nothing. */
  private async isSuppressed(email: string): Promise<boolean> {
    const reason = (await this.suppressions.find(personOf(email)))?.reason;
    return reason === 'bounced' || reason === 'complained';
  }
}
