import { Injectable } from '@nestjs/common';
import { type Announcement, announce, type Notice, type NoticeKind, submissionNoticeRequested } from '#contracts';
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

  /** To whoever handed the latest version in, when that is a person; and to who proposed it without an account, if they left an address. */
  async toAuthor(contribution: Contribution, kind: NoticeKind, more?: Notice['facts']): Promise<Announcement[]> {
    const { _id, versions, createdBy, proposer } = contribution;
    const author = versions.at(-1)?.submittedBy ?? createdBy;
    const person = await this.people.store.find(author);
    const told = [...(person ? [person._id] : []), ...(proposer?.email ? [proposerOf(_id)] : [])];
    return told.map((id) => aboutContribution(contribution, id, kind, more));
  }
}

/** Whom a notice names who has no account: their address is asked for when it is written. */
export const proposerOf = (contribution: string): string => `proposer:${contribution}`;

/** A notice about a contribution; what is said more goes into its facts. */
export const aboutContribution = (
  { _id, content, version }: Pick<Contribution, '_id' | 'content' | 'version'>,
  personId: string,
  kind: NoticeKind,
  more: Notice['facts'] = {},
): Announcement =>
  announce(submissionNoticeRequested, {
    personId,
    kind,
    urgency: 'digest',
    facts: { contributionId: _id, title: content.title ?? '', version, ...more },
  });
