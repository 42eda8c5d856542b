import { Injectable } from '@nestjs/common';
import { type Announcement, announce, type Notice, submissionNoticeRequested } from '#contracts';
import { PersonRepository } from '../people/person.repository.ts';
import { awaitedAgreements, type Contribution } from './contribution.ts';

/** Tells those on whom a version waits: the facilitators who frame it, and the co-producers who must agree. */
@Injectable()
export class HandInNotices {
  constructor(private readonly people: PersonRepository) {}

  async for(contribution: Contribution): Promise<Announcement[]> {
    if (contribution.status !== 'submitted') return [];
    const framing = await this.people.facilitatorsOf(contribution.network);
    const author = contribution.versions.at(-1)?.submittedBy;
    const agreeing = await Promise.all(awaitedAgreements(contribution).map((id) => this.people.facilitatorsOf(id)));
    return [
      ...framing
        .filter((id) => id !== author)
        .map((id) => aboutContribution(contribution, id, 'contribution.to-frame')),
      ...agreeing.flat().map((id) => aboutContribution(contribution, id, 'contribution.to-agree')),
    ];
  }

  /** To whoever handed the latest version in, when that is a person. */
  async toAuthor(contribution: Contribution, kind: string, more?: Notice['facts']): Promise<Announcement[]> {
    const author = contribution.versions.at(-1)?.submittedBy ?? contribution.createdBy;
    const person = await this.people.store.find(author);
    return person ? [aboutContribution(contribution, person._id, kind, more)] : [];
  }
}

/** A notice about a contribution; what is said more goes into its facts. */
export const aboutContribution = (
  { _id, content, version }: Pick<Contribution, '_id' | 'content' | 'version'>,
  personId: string,
  kind: string,
  more: Notice['facts'] = {},
): Announcement =>
  announce(submissionNoticeRequested, {
    personId,
    kind,
    urgency: 'digest',
    facts: { contributionId: _id, title: content.title ?? '', version, ...more },
  });
