import { Injectable } from '@nestjs/common';
import { personContacts } from '#contracts';
import { type Mail, type MailingList, mailPartial, mailTemplate } from '#mail';
import { Queries } from '#messaging';
import { LedgerRepository } from '../ledger/ledger.repository.ts';
import { mailCauseId } from '../ledger/ledger.ts';
import type { MailDelivery } from '../newsletters/mail-delivery.ts';
import { NewsletterTokens } from '../newsletters/subscribers/newsletter-tokens.ts';
import { PublicOrigin } from '../public-origin.ts';
import { NoticeChoiceRepository } from './choice.repository.ts';
import { declinable } from './choices.ts';
import { NoticeRepository } from './notice.repository.ts';
import { type NoticeView, noticeView, sortedForReading } from './notice.view.ts';

const folder = new URL('./templates/', import.meta.url);
mailPartial(folder, 'notice-item');
const oneTemplate = mailTemplate(folder, 'notice');
const severalTemplate = mailTemplate(folder, 'notices');

type Written = Pick<Mail, 'to' | 'subject' | 'text' | 'html' | 'list'>;

/**
 * Writes a notice, or a digest of several: the same words each time. Name and address come from the service that owns
 * them, at that moment; somebody who has left has none, and is not written to.
 */
@Injectable()
export class ComposeNotices {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly notices: NoticeRepository,
    private readonly queries: Queries,
    private readonly origin: PublicOrigin,
    private readonly choices: NoticeChoiceRepository,
    private readonly tokens: NewsletterTokens,
  ) {}

  /** Null when there is nobody to write to any more, or nothing that they want to know. @throws Unavailable while nobody can tell the address */
  async write({ kind, cause: id, recipient, _id }: MailDelivery): Promise<Written | null> {
    const cause = await this.ledger.cause(mailCauseId(id));
    if (!cause) return null;
    const told = JSON.parse(cause.data);
    const all = kind === 'notice' ? [told] : await this.notices.gathered(_id, recipient, new Date(told.before));
    const asked = await this.choices.wanted(recipient, all);
    if (asked.length === 0) return null;
    const {
      items: [contact],
    } = await this.queries.ask(personContacts, { ids: [recipient] });
    if (!contact) return null;
    const views = eachOnce(asked.map((notice) => noticeView(notice, this.origin, contact.page)));
    const choicesUrl = this.tokens.link('notices', recipient);
    const list = this.listOf(declinable(asked), choicesUrl);
    return { to: contact.email, ...this.words(views, contact.name, choicesUrl), list };
  }

  /** One click ends what this mail told of, as far as one may decline it; what everybody must be told offers no such thing. */
  private listOf(groups: readonly string[], choicesUrl: string): MailingList | undefined {
    if (groups.length === 0) return undefined;
    return {
      id: `signalements.${new URL(this.origin.origin).hostname}`,
      name: 'Essaim, ce qui vous concerne',
      unsubscribeUrl: `${choicesUrl}?sans=${groups.join(',')}`,
      helpUrl: choicesUrl,
    };
  }

  private words(views: readonly NoticeView[], name: string, choicesUrl: string) {
    const [first] = views;
    const common = { name, choicesUrl, origin: this.origin.origin };
    if (views.length === 1 && first) return oneTemplate({ ...common, ...first });
    return severalTemplate({ ...common, ...sortedForReading(views) });
  }
}

/** Two things that happened may be the same words to whom they are told. */
const eachOnce = (views: readonly NoticeView[]): NoticeView[] => [
  ...new Map(views.map((view) => [JSON.stringify(view), view])).values(),
];
