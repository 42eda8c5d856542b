import { Injectable } from '@nestjs/common';
import { newId, SecretBox } from '#persistence';
import { CatalogueRepository } from '../../catalogue/catalogue.repository.ts';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { personOf } from '../../ledger/ledger.ts';
import { PublicOrigin } from '../../public-origin.ts';
import { ComposeLetters } from '../compose-letters.ts';
import { MailQueue, row } from '../mail-queue.ts';
import { TooManyRequests } from '../subscribers/subscriber.problems.ts';
import { SubscriptionLimits } from '../subscribers/subscription-limits.ts';
import { EditIssue } from './edit-issue.ts';
import type { Issue } from './issue.ts';
import { causeIdOf } from './issue-letter.ts';

/** Shows a letter before it leaves: on a page, and in the mailbox of whoever prepares it. */
@Injectable()
export class TryIssue {
  constructor(
    private readonly edits: EditIssue,
    private readonly catalogue: CatalogueRepository,
    private readonly letters: ComposeLetters,
    private readonly ledger: LedgerRepository,
    private readonly queue: MailQueue,
    private readonly limits: SubscriptionLimits,
    private readonly box: SecretBox,
    private readonly origin: PublicOrigin,
  ) {}

  async preview(id: string, now: Date) {
    return this.letters.preview(await this.worded(await this.edits.find(id)), now);
  }

  /** @throws TooManyRequests (429): one address gets a few a day. */
  async send(id: string, email: string, now: Date): Promise<void> {
    const content = await this.worded(await this.edits.find(id));
    const person = personOf(email);
    if (!(await this.limits.mayWriteTo(person, now))) throw new TooManyRequests(24 * 3600);
    const cause = `${causeIdOf(id)}-trial-${newId()}`;
    const data = JSON.stringify({ ...content, to: this.box.seal(email) });
    await this.ledger.keepCause({ _id: cause, type: 'newsletter.trial', occurredAt: now.toISOString(), data });
    await this.queue.add([row(cause, person, 'trial', person, now)]);
  }

  /** As it would leave now. */
  private async worded({ title, introduction, resources, content }: Issue) {
    if (content.length) return { title, introduction, content };
    const entries = await this.catalogue.findAll(resources);
    return { title, introduction, content: entries.map(({ resource }) => this.origin.resource(resource)) };
  }
}
