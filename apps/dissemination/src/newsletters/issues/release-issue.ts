import { Injectable } from '@nestjs/common';
import { InvalidFields } from '#platform';
import { CatalogueRepository } from '../../catalogue/catalogue.repository.ts';
import { isListed } from '../../catalogue/entry.ts';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { PublicOrigin } from '../../public-origin.ts';
import { FlightLogRepository } from '../sending/flight-log.repository.ts';
import { EditIssue } from './edit-issue.ts';
import { IssueRepository } from './issue.repository.ts';
import { approved, type Issue, moved } from './issue.ts';
import { causeIdOf } from './issue-letter.ts';

/** Lets a letter go, and stops one that should not. */
@Injectable()
export class ReleaseIssue {
  constructor(
    private readonly issues: IssueRepository,
    private readonly edits: EditIssue,
    private readonly catalogue: CatalogueRepository,
    private readonly ledger: LedgerRepository,
    private readonly flights: FlightLogRepository,
    private readonly origin: PublicOrigin,
  ) {}

  /** @throws SameEyes (403) @throws WrongMove (409) @throws InvalidFields when a resource is no longer public */
  async approve(id: string, by: string, now: Date): Promise<Issue> {
    const issue = await this.edits.find(id);
    const entries = (await this.catalogue.findAll(issue.resources)).filter(({ resource }) => isListed(resource));
    const content = entries.map(({ resource }) => this.origin.resource(resource));
    const changes = approved(issue, by, content, now);
    if (content.length < issue.resources.length) throw new InvalidFields([goneMeanwhile]);
    const { title, introduction } = issue;
    const data = JSON.stringify({ title, introduction, content });
    // Before it is told: whoever plans it finds its words.
    await this.ledger.keepCause({ _id: causeIdOf(id), type: 'newsletter.issue', occurredAt: now.toISOString(), data });
    return this.issues.store.save(issue, changes, now);
  }

  /** @returns how many did not get it. */
  async stop(id: string, reason: string, now: Date): Promise<{ issue: Issue; cancelled: number }> {
    const issue = await this.edits.find(id);
    const stopped = await this.issues.store.save(issue, { ...moved(issue, 'stopped'), stopReason: reason }, now);
    // For those that are in hand right now, should they be put off.
    await this.ledger.dropCause(causeIdOf(id));
    return {
      issue: stopped,
      cancelled: await this.ledger.cancelWaiting({ issue: id }, await this.flights.inHand(), now),
    };
  }
}

const goneMeanwhile = {
  pointer: '/resources',
  code: 'unknown-resource',
  detail: {
    fr: 'Une ressource de cette lettre n’est plus publiée : retirez-la d’abord.',
    en: 'A resource of this letter is no longer public: remove it first.',
  },
};
