import { Injectable } from '@nestjs/common';
import { memberByAddress } from '#contracts';
import { Queries } from '#messaging';
import { LedgerRepository } from '../ledger/ledger.repository.ts';
import { personOf } from '../ledger/ledger.ts';
import type { MailDelivery } from '../newsletters/mail-delivery.ts';
import { NewsletterTokens } from '../newsletters/subscribers/newsletter-tokens.ts';
import { NoticeChoiceRepository } from './choice.repository.ts';
import { noticeGroups } from './choices.ts';

const mostMails = 10_000;

/** The member behind an address, for whoever showed that it is theirs: members are told things on top of what they subscribe to. */
@Injectable()
export class ToldMember {
  constructor(
    private readonly queries: Queries,
    private readonly choices: NoticeChoiceRepository,
    private readonly ledger: LedgerRepository,
    private readonly tokens: NewsletterTokens,
  ) {}

  /** Where they choose what they are told; null when no member has that address. @throws Unavailable while nobody knows */
  async choicesLink(email: string): Promise<string | null> {
    const { id } = await this.queries.ask(memberByAddress, { email });
    return id && this.tokens.link('notices', id);
  }

  /** What is known here of them as a member; null when no member has that address. @throws Unavailable while nobody knows */
  async export(email: string) {
    const { id } = await this.queries.ask(memberByAddress, { email });
    if (!id) return null;
    const declined = await this.choices.declinedBy(id);
    const rows = await this.ledger.deliveries
      .find({ channel: 'mail', person: personOf(id) } as never, { kind: 1, state: 1, createdAt: 1, doneAt: 1 })
      .sort({ createdAt: -1 })
      .limit(mostMails)
      .lean<MailDelivery[]>();
    return {
      id,
      declinedNotices: declined.map((group) => noticeGroups[group]),
      notices: rows.map(({ kind, state, createdAt, doneAt }) => ({ kind, state, createdAt, doneAt: doneAt ?? null })),
    };
  }
}
