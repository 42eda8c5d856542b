import { Injectable } from '@nestjs/common';
import { withoutCredit } from '#contracts';
import { LedgerRepository } from '../ledger/ledger.repository.ts';
import { mailCauseId } from '../ledger/ledger.ts';
import { PublicOrigin } from '../public-origin.ts';
import { TellingRepository } from './digests/telling.repository.ts';
import { IssueRepository } from './issues/issue.repository.ts';
import { causeIdOf } from './issues/issue-letter.ts';

/**
 * A name was taken off a resource: what mails have yet to tell of it, and what letters of the past told, say it no more.
 * It may be done twice, and changes nothing the second time.
 */
@Injectable()
export class TakeNameOff {
  constructor(
    private readonly tellings: TellingRepository,
    private readonly issues: IssueRepository,
    private readonly ledger: LedgerRepository,
    private readonly origin: PublicOrigin,
  ) {}

  async execute(resource: string, now: Date): Promise<void> {
    for (const { _id, resource: told, previous } of await this.tellings.about(resource)) {
      const unnamed = withoutCredit(told);
      await this.tellings.reword(_id, { resource: unnamed, previous: previous && withoutCredit(previous) });
      await this.ledger.reword(mailCauseId(_id), JSON.stringify(this.origin.resource(unnamed)));
    }
    for (const id of await this.issues.telling(resource)) await this.ofLetter(id, resource, now);
  }

  private async ofLetter(id: string, resource: string, now: Date): Promise<void> {
    await this.issues.store.change(async () => {
      const issue = await this.issues.store.find(id);
      if (!issue) return;
      const { title, introduction } = issue;
      const content = issue.content.map((each) => (each.id === resource ? withoutCredit(each) : each));
      await this.issues.store.save(issue, { content }, now);
      await this.ledger.reword(causeIdOf(id), JSON.stringify({ title, introduction, content }));
    });
  }
}
