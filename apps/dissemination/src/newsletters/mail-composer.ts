import { Injectable } from '@nestjs/common';
import { type PublicResource, publicResource } from '#contracts';
import { type Mail, mailTemplate } from '#mail';
import { digest } from '#persistence';
import { LedgerRepository } from '../ledger/ledger.repository.ts';
import { ComposeNotices } from '../notices/compose-notices.ts';
import { PublicOrigin } from '../public-origin.ts';
import { isNotice, type MailDelivery } from './mail-delivery.ts';
import { NewsletterTokens } from './newsletter-tokens.ts';
import { resourceView } from './resource.view.ts';
import { SubscriptionRepository } from './subscription.repository.ts';
import type { Subscription } from './subscription.ts';

const folder = new URL('./templates/', import.meta.url);
const confirmTemplate = mailTemplate(folder, 'confirm');
const resourceTemplate = mailTemplate(folder, 'resource');

/** Writes a mail of the ledger: the same words and bytes each time it is asked for the same row. */
@Injectable()
export class MailComposer {
  private readonly host: string;

  constructor(
    private readonly ledger: LedgerRepository,
    private readonly subscriptions: SubscriptionRepository,
    private readonly tokens: NewsletterTokens,
    private readonly origin: PublicOrigin,
    private readonly notices: ComposeNotices,
  ) {
    this.host = new URL(origin.origin).hostname;
  }

  /** Null when nobody wants it any more: they left while it waited. */
  async compose(row: MailDelivery): Promise<Mail | null> {
    if (isNotice(row)) return this.notice(row);
    const subscription = await this.subscriptions.find(row.recipient);
    if (!subscription) return null;
    if (row.kind === 'confirm') return subscription.status === 'pending' ? this.confirmation(row, subscription) : null;
    if (subscription.status !== 'confirmed') return null;
    const cause = await this.ledger.cause(row.cause);
    return cause && this.resource(row, subscription, publicResource.parse(JSON.parse(cause.data)));
  }

  private async notice(row: MailDelivery): Promise<Mail | null> {
    const written = await this.notices.write(row);
    return written && { ...this.identity(row, row.recipient), ...written };
  }

  private confirmation(row: MailDelivery, subscription: Subscription): Mail {
    return {
      ...this.envelope(row, subscription),
      ...confirmTemplate({ confirmUrl: this.tokens.link('confirm', subscription._id), origin: this.origin.origin }),
    };
  }

  private resource(row: MailDelivery, subscription: Subscription, resource: PublicResource): Mail {
    const unsubscribeUrl = this.tokens.link('unsubscribe', subscription._id);
    return {
      ...this.envelope(row, subscription),
      ...resourceTemplate({
        ...resourceView(resource, row.createdAt, { isRevision: row.kind === 'revised', isAlone: true }),
        unsubscribeUrl,
      }),
      list: {
        id: `ressources.${this.host}`,
        name: 'Essaim, ressources',
        unsubscribeUrl,
        archiveUrl: this.origin.address('/ressources'),
        helpUrl: this.origin.address('/'),
      },
    };
  }

  private envelope(
    row: MailDelivery,
    { email, person }: Subscription,
  ): Pick<Mail, 'messageId' | 'to' | 'date' | 'kind'> {
    return { ...this.identity(row, person), to: email };
  }

  private identity({ _id, createdAt, kind }: MailDelivery, person: string): Pick<Mail, 'messageId' | 'date' | 'kind'> {
    return { messageId: `${digest(`${_id} ${person}`)}@${this.host}`, date: createdAt, kind };
  }
}
