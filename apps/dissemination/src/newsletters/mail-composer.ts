import { Injectable } from '@nestjs/common';
import { filterInWords, type PublicResource, publicResource } from '#contracts';
import { type Mail, type MailingList, mailPartial, mailTemplate } from '#mail';
import { digest, SecretBox } from '#persistence';
import { families, formats, themes } from '#taxonomy';
import { attribution } from '../feeds/feed.ts';
import { LedgerRepository } from '../ledger/ledger.repository.ts';
import { PublicOrigin } from '../public-origin.ts';
import { digestLetter } from './digests/digest-letter.ts';
import { TellingRepository } from './digests/telling.repository.ts';
import type { Telling } from './digests/telling.ts';
import { type IssueWords, issueCause, issueLetter } from './issues/issue-letter.ts';
import type { MailDelivery } from './mail-delivery.ts';
import { NewsletterTokens } from './subscribers/newsletter-tokens.ts';
import { rhythmInWords } from './subscribers/rhythm.ts';
import { type Addressed, SubscriberRepository } from './subscribers/subscriber.repository.ts';
import type { Subscriber, Subscription } from './subscribers/subscriber.ts';

const folder = new URL('./templates/', import.meta.url);
mailPartial(folder, 'digest-entry');
const confirmTemplate = mailTemplate(folder, 'confirm');
const preferencesTemplate = mailTemplate(folder, 'preferences-link');
const digestTemplate = mailTemplate(folder, 'digest');
const resourceTemplate = mailTemplate(folder, 'resource');

/** Writes a mail of the ledger: the same words and bytes each time it is asked for the same row. */
@Injectable()
export class MailComposer {
  private readonly host: string;

  constructor(
    private readonly ledger: LedgerRepository,
    private readonly tellings: TellingRepository,
    private readonly subscribers: SubscriberRepository,
    private readonly tokens: NewsletterTokens,
    private readonly box: SecretBox,
    private readonly origin: PublicOrigin,
  ) {
    this.host = new URL(origin.origin).hostname;
  }

  /** Null when nobody wants it any more: they left while it waited. */
  async compose(row: MailDelivery): Promise<Mail | null> {
    if (row.kind === 'preferences') return this.preferences(row);
    if (row.kind === 'trial') return this.trial(row);
    const addressed = await this.subscribers.address(row.recipient);
    if (!addressed) return null;
    const { status } = addressed.subscription;
    if (row.kind === 'confirm') return status === 'pending' ? this.confirmation(row, addressed) : null;
    if (status !== 'confirmed') return null;
    if (row.kind === 'issue') return this.issue(row, addressed);
    if (row.kind !== 'published' && row.kind !== 'revised') return this.digest(row, addressed);
    const cause = await this.ledger.cause(row.cause);
    return cause && this.resource(row, addressed, publicResource.parse(JSON.parse(cause.data)));
  }

  private confirmation(row: MailDelivery, addressed: Addressed): Mail {
    const { id, filter, ...rhythm } = addressed.subscription;
    return {
      ...this.envelope(row, addressed.email),
      ...confirmTemplate({
        confirmUrl: this.tokens.link('confirm', id),
        filterWords: filterInWords(filter),
        rhythmWords: rhythmInWords(rhythm),
        origin: this.origin.origin,
      }),
    };
  }

  private async preferences(row: MailDelivery): Promise<Mail | null> {
    const person = await this.subscribers.find(row.person);
    return person && { ...this.envelope(row, person.email), ...this.preferencesLetter(row, person) };
  }

  private preferencesLetter(row: MailDelivery, { subscriptions }: Subscriber) {
    const waiting = subscriptions.filter(({ status }) => status === 'pending');
    return preferencesTemplate({
      preferencesUrl: this.tokens.preferencesLink(row.person, row.createdAt),
      waiting: waiting.map(({ filter, ...rhythm }) => ({
        words: `${filterInWords(filter)}, ${rhythmInWords(rhythm)}`,
      })),
      origin: this.origin.origin,
    });
  }

  private resource(row: MailDelivery, { email, subscription }: Addressed, resource: PublicResource): Mail {
    const unsubscribeUrl = this.tokens.link('unsubscribe', subscription.id);
    return {
      ...this.envelope(row, email),
      ...resourceTemplate({
        resource,
        isRevision: row.kind === 'revised',
        familyLabel: families.label(resource.family),
        formatLabel: formats.label(resource.format),
        themeLabels: resource.themes.map((theme) => themes.label(theme)).join(', '),
        attribution: attribution(resource),
        unsubscribeUrl,
        origin: this.origin.origin,
      }),
      list: this.list(unsubscribeUrl),
    };
  }

  /** Several tellings, or one of those that are no new version. Null when nothing of it is kept any more. */
  private async digest(row: MailDelivery, { email, subscription }: Addressed): Promise<Mail | null> {
    const tellings = await this.tellings.find(row.items?.map(({ telling }) => telling) ?? [row.cause]);
    return tellings.length ? this.digestOf(row, tellings, email, subscription) : null;
  }

  private digestOf(row: MailDelivery, tellings: readonly Telling[], email: string, subscription: Subscription): Mail {
    const { id, filter, ...rhythm } = subscription;
    const unsubscribeUrl = this.tokens.link('unsubscribe', id);
    return {
      ...this.envelope(row, email),
      ...digestTemplate({
        ...digestLetter(row, tellings, this.origin),
        filterWords: filterInWords(filter),
        rhythmWords: rhythmInWords(rhythm),
        unsubscribeUrl,
        origin: this.origin.origin,
      }),
      list: this.list(unsubscribeUrl),
    };
  }

  private async issue(row: MailDelivery, { email, subscription }: Addressed): Promise<Mail | null> {
    const cause = await this.ledger.cause(row.cause);
    if (!cause) return null;
    const unsubscribeUrl = this.tokens.link('unsubscribe', subscription.id);
    const words = this.issueWords(issueCause.parse(JSON.parse(cause.data)), row.createdAt, unsubscribeUrl);
    return { ...this.envelope(row, email), ...words, list: this.list(unsubscribeUrl) };
  }

  /** To whoever prepares it; the address is sealed where it is kept. */
  private async trial(row: MailDelivery): Promise<Mail | null> {
    const cause = await this.ledger.cause(row.cause);
    const { to, ...content } = issueCause.parse(JSON.parse(cause?.data ?? '{}'));
    if (!to) return null;
    const words = this.issueWords(content, row.createdAt, null);
    return { ...this.envelope(row, this.box.open(to)), ...words, subject: `[Essai] ${words.subject}` };
  }

  /** The words of a letter; without a link to leave it is only shown. */
  issueWords(content: IssueWords, at: Date, unsubscribeUrl: string | null) {
    const letter = issueLetter(content, at, this.origin);
    return digestTemplate({ ...letter, unsubscribeUrl, origin: this.origin.origin });
  }

  private list(unsubscribeUrl: string): MailingList {
    return {
      id: `ressources.${this.host}`,
      name: 'Essaim, ressources',
      unsubscribeUrl,
      archiveUrl: this.origin.address('/newsletters/archive'),
      helpUrl: this.origin.address('/'),
    };
  }

  private envelope({ _id, person, createdAt }: MailDelivery, to: string): Pick<Mail, 'messageId' | 'to' | 'date'> {
    return { messageId: `${digest(`${_id} ${person}`)}@${this.host}`, to, date: createdAt };
  }
}
