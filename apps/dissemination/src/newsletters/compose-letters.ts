import { Injectable } from '@nestjs/common';
import { filterInWords } from '#contracts';
import { type Mail, type MailingList, mailPartial, mailTemplate, ownLink, type Rendered } from '#mail';
import { SecretBox } from '#persistence';
import { LedgerRepository } from '../ledger/ledger.repository.ts';
import { PublicOrigin } from '../public-origin.ts';
import { digestLetter } from './digests/digest-letter.ts';
import { TellingRepository } from './digests/telling.repository.ts';
import { type IssueWords, issueCause, issueLetter } from './issues/issue-letter.ts';
import { MadeLately } from './made-lately.ts';
import type { MailDelivery } from './mail-delivery.ts';
import { NewsletterTokens } from './subscribers/newsletter-tokens.ts';
import { rhythmInWords } from './subscribers/rhythm.ts';
import type { Addressed } from './subscribers/subscriber.repository.ts';

const folder = new URL('./templates/', import.meta.url);
mailPartial(folder, 'digest-entry');
const digestTemplate = mailTemplate(folder, 'digest');

/** A letter without what makes it a mail: who it is for, and what it says. */
export type Letter = Pick<Mail, 'to' | 'subject' | 'text' | 'html' | 'list' | 'sameAs'>;

/** Writes what tells of several things: digests, and letters of editors. */
@Injectable()
export class ComposeLetters {
  private readonly issues = new MadeLately<Rendered | null>();

  constructor(
    private readonly ledger: LedgerRepository,
    private readonly tellings: TellingRepository,
    private readonly tokens: NewsletterTokens,
    private readonly box: SecretBox,
    private readonly origin: PublicOrigin,
  ) {}

  /** Several tellings, or one of those that are no new version. Null when nothing of it is kept any more. */
  async digest(row: MailDelivery, addressed: Addressed): Promise<Letter | null> {
    const tellings = await this.tellings.find(row.items?.map(({ telling }) => telling) ?? [row.cause]);
    return tellings.length ? this.letter(digestLetter(row, tellings, this.origin), addressed) : null;
  }

  /** The same words for everybody, written once: only the link to leave is each reader's own. */
  async issue(row: MailDelivery, { email, owner, subscription }: Addressed): Promise<Letter | null> {
    // Stopped: nobody else gets it, whatever is written already.
    const wording = await this.ledger.wordingOf(row.cause);
    if (wording === null) return null;
    const unsubscribeUrl = owner ? null : this.tokens.link('unsubscribe', subscription.id);
    const sameAs = `${wording} ${row.createdAt.getTime()} ${unsubscribeUrl !== null}`;
    const words = await this.issues.get(sameAs, () => this.issueWords(row, unsubscribeUrl !== null));
    const list = unsubscribeUrl ? mailingList(unsubscribeUrl, this.origin) : undefined;
    return words && { to: email, ...words, sameAs, list };
  }

  private async issueWords({ cause: id, createdAt }: MailDelivery, hasLink: boolean): Promise<Rendered | null> {
    const cause = await this.ledger.cause(id);
    if (!cause) return null;
    const letter = issueLetter(issueCause.parse(JSON.parse(cause.data)), createdAt, this.origin);
    return digestTemplate({ ...letter, unsubscribeUrl: hasLink ? ownLink : null, origin: this.origin.origin });
  }

  /** To whoever prepares it; the address is sealed where it is kept. */
  async trial(row: MailDelivery): Promise<Letter | null> {
    const cause = await this.ledger.cause(row.cause);
    if (!cause) return null;
    const { to, ...words } = issueCause.parse(JSON.parse(cause.data));
    if (!to) return null;
    const { subject, ...parts } = this.preview(words, row.createdAt);
    return { to: this.box.open(to), subject: `[Essai] ${subject}`, ...parts };
  }

  /** A letter of an editor as readers would get it, without their links. */
  preview(words: IssueWords, at: Date) {
    return digestTemplate({ ...issueLetter(words, at, this.origin), isTrial: true, origin: this.origin.origin });
  }

  /** A mailing list gets no link to leave: whoever reads it would end it for all. Its owner has them. */
  private letter(said: object, { email, owner, subscription }: Addressed): Letter {
    const { id, filter, ...rhythm } = subscription;
    const unsubscribeUrl = owner ? null : this.tokens.link('unsubscribe', id);
    const words = { filterWords: filterInWords(filter), rhythmWords: rhythmInWords(rhythm) };
    return {
      to: email,
      ...digestTemplate({ ...said, ...words, unsubscribeUrl, origin: this.origin.origin }),
      list: unsubscribeUrl ? mailingList(unsubscribeUrl, this.origin) : undefined,
    };
  }
}

export const mailingList = (unsubscribeUrl: string, origin: PublicOrigin): MailingList => ({
  id: `ressources.${new URL(origin.origin).hostname}`,
  name: 'Essaim, ressources',
  unsubscribeUrl,
  archiveUrl: origin.address('/newsletters/archive'),
  helpUrl: origin.address('/'),
});
