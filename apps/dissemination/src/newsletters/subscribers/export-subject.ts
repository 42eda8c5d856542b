import { Injectable } from '@nestjs/common';
import { filterInWords } from '#contracts';
import { Unavailable } from '#platform';
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
      this.asMember(known.owner ?? email),
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
      ...member,
    };
  }

  /** Without it where nobody can tell, and saying so: the rest is theirs to have at once. */
  private async asMember(email: string): Promise<object> {
    try {
      return { member: await this.members.export(email) };
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return { incomplete: 'Il manque ce qui vous est signalé comme membre : réessayez dans quelques minutes.' };
    }
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
