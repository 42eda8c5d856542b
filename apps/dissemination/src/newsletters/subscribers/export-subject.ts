import { Injectable } from '@nestjs/common';
import { filterInWords } from '#contracts';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { ToldMember } from '../../notices/told-member.ts';
import type { MailDelivery } from '../mail-delivery.ts';
import { rhythmInWords } from './rhythm.ts';
import { SubscriberRepository } from './subscriber.repository.ts';
import { SuppressionRepository } from './suppression.repository.ts';

const mostMails = 10_000;

/** What is known of somebody: their address, choices, consent, and what was sent to them, as a reader and as a member. */
@Injectable()
export class ExportSubject {
  constructor(
    private readonly subscribers: SubscriberRepository,
    private readonly suppressions: SuppressionRepository,
    private readonly ledger: LedgerRepository,
    private readonly members: ToldMember,
  ) {}

  async execute(person: string) {
    const known = await this.subscribers.find(person);
    if (!known) return null;
    const { email, createdAt, subscriptions, consent } = known;
    const [suppression, mails, member] = await Promise.all([
      this.suppressions.find(person),
      this.mailsTo(person),
      this.members.export(known.owner ?? email),
    ]);
    return {
      email,
      createdAt,
      subscriptions: subscriptions.map((one) => ({
        ...one,
        words: `${filterInWords(one.filter)}, ${rhythmInWords(one)}`,
      })),
      consent,
      suppression: suppression && { reason: suppression.reason, at: suppression.at },
      mails,
      member,
    };
  }

  private async mailsTo(person: string) {
    const rows = await this.ledger.deliveries
      .find({ channel: 'mail', person } as never)
      .sort({ createdAt: -1 })
      .limit(mostMails)
      .lean<MailDelivery[]>();
    return rows.map(({ kind, state, createdAt, doneAt, resources }) => ({
      kind,
      state,
      createdAt,
      doneAt: doneAt ?? null,
      resources: resources ?? [],
    }));
  }
}
