import { Injectable } from '@nestjs/common';
import { filterInWords, type PublicResource, publicResource } from '#contracts';
import { type Mail, mailTemplate, ownLink, type Rendered } from '#mail';
import { digest } from '#persistence';
import { LedgerRepository } from '../ledger/ledger.repository.ts';
import { mailCauseId } from '../ledger/ledger.ts';
import { ComposeNotices } from '../notices/compose-notices.ts';
import { PublicOrigin } from '../public-origin.ts';
import { ComposeLetters, type Letter, mailingList } from './compose-letters.ts';
import { MadeLately } from './made-lately.ts';
import { isNotice, type MailDelivery } from './mail-delivery.ts';
import { resourceView } from './resource.view.ts';
import { NewsletterTokens } from './subscribers/newsletter-tokens.ts';
import { rhythmInWords } from './subscribers/rhythm.ts';
import { type Addressed, SubscriberRepository } from './subscribers/subscriber.repository.ts';
import type { Subscriber } from './subscribers/subscriber.ts';

const folder = new URL('./templates/', import.meta.url);
const confirmTemplate = mailTemplate(folder, 'confirm');
const preferencesTemplate = mailTemplate(folder, 'preferences-link');
const resourceTemplate = mailTemplate(folder, 'resource');

/** Writes a mail of the ledger: the same words and bytes each time it is asked for the same row. */
@Injectable()
export class MailComposer {
  private readonly host: string;
  /** Null when nothing is kept any more of what it told. */
  private readonly alone = new MadeLately<Rendered | null>();

  constructor(
    private readonly ledger: LedgerRepository,
    private readonly subscribers: SubscriberRepository,
    private readonly tokens: NewsletterTokens,
    private readonly letters: ComposeLetters,
    private readonly origin: PublicOrigin,
    private readonly notices: ComposeNotices,
  ) {
    this.host = new URL(origin.origin).hostname;
  }

  /** Null when nobody wants it any more: they left while it waited. */
  async compose(row: MailDelivery): Promise<Mail | null> {
    if (isNotice(row)) return this.mail(row, await this.notices.write(row));
    if (row.kind === 'preferences') return this.preferences(row);
    if (row.kind === 'trial') return this.mail(row, await this.letters.trial(row));
    const addressed = await this.subscribers.addressFor(row.person, row.recipient);
    if (!addressed) return null;
    const { status } = addressed.subscription;
    if (row.kind === 'confirm') return status === 'pending' ? this.confirmation(row, addressed) : null;
    if (status !== 'confirmed') return null;
    if (row.kind === 'issue') return this.mail(row, await this.letters.issue(row, addressed));
    const isAlone = row.kind === 'published' || row.kind === 'revised';
    // To a list, without the links that its owner alone has.
    if (!isAlone || addressed.owner) return this.mail(row, await this.letters.digest(row, addressed));
    return this.resource(row, addressed);
  }

  private confirmation(row: MailDelivery, addressed: Addressed): Mail {
    const { id, filter, ...rhythm } = addressed.subscription;
    return {
      ...this.envelope(row, addressed.owner ?? addressed.email),
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
    return person && { ...this.envelope(row, person.owner ?? person.email), ...this.preferencesLetter(row, person) };
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

  /** The same words for everybody, written once: only the link to leave is each reader's own. */
  private async resource(row: MailDelivery, { email, subscription }: Addressed): Promise<Mail | null> {
    const wording = await this.ledger.wordingOf(mailCauseId(row.cause));
    if (wording === null) return null;
    const sameAs = `${wording} ${row.kind} ${row.createdAt.getTime()}`;
    const words = await this.alone.get(sameAs, () => this.words(row));
    if (!words) return null;
    const list = mailingList(this.tokens.link('unsubscribe', subscription.id), this.origin);
    return { ...this.envelope(row, email), ...words, sameAs, list };
  }

  private async words({ cause: id, kind, createdAt }: MailDelivery): Promise<Rendered | null> {
    const cause = await this.ledger.cause(mailCauseId(id));
    if (!cause) return null;
    const resource: PublicResource = publicResource.parse(JSON.parse(cause.data));
    return resourceTemplate({
      ...resourceView(resource, createdAt, { isRevision: kind === 'revised', isAlone: true }),
      unsubscribeUrl: ownLink,
    });
  }

  private mail(row: MailDelivery, letter: Letter | null): Mail | null {
    return letter && { ...this.envelope(row, letter.to), ...letter };
  }

  private envelope(
    { _id, person, createdAt, kind }: MailDelivery,
    to: string,
  ): Pick<Mail, 'messageId' | 'to' | 'date' | 'kind'> {
    return { messageId: `${digest(`${_id} ${person}`)}@${this.host}`, to, date: createdAt, kind };
  }
}
