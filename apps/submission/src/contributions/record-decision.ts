import { Injectable } from '@nestjs/common';
import { type Announced, caseApproved, caseChangesRequested, caseDeclined, type NoticeKind } from '#contracts';
import { type AnnouncedAs, OnEvent } from '#messaging';
import { ContributionRepository } from './contribution.repository.ts';
import {
  type CommitteeWord,
  type Contribution,
  type ContributionStatus,
  nextStatuses,
  wasPublished,
} from './contribution.ts';
import { HandInNotices } from './hand-in-notices.ts';

type Decided = AnnouncedAs<typeof caseApproved | typeof caseChangesRequested | typeof caseDeclined>;

/** Writes down what the committee decided, where the author looks. */
@Injectable()
export class RecordDecision {
  constructor(
    private readonly contributions: ContributionRepository,
    private readonly notices: HandInNotices,
  ) {}

  @OnEvent(caseApproved, caseChangesRequested, caseDeclined)
  async whenCaseDecided(event: Decided): Promise<void> {
    const word = wordOf(event);
    await this.contributions.store.change(async () => {
      const contribution = await this.contributions.store.find(event.data.contributionId);
      // Heard already, or a contribution that was never ours.
      if (!contribution || contribution.committee.some(({ caseId }) => caseId === word.caseId)) return;
      await this.contributions.save(
        contribution,
        {
          status: statusAfter(contribution, word),
          committee: [...contribution.committee, word],
          history: [
            ...contribution.history,
            { at: word.at, what: word.outcome, version: word.version, reasons: word.reasons },
          ],
        },
        new Date(),
        // Told again because a stream was lost: nobody is written to for it.
        ...(event.reannounced ? [] : await this.told(contribution, word)),
      );
    });
  }

  private async told(contribution: Contribution, { outcome, version, reasons }: CommitteeWord) {
    return this.notices.toAuthor({ ...contribution, version }, noticed[outcome], { reasons: [...reasons] });
  }
}

const noticed = {
  published: 'contribution.published',
  'changes-requested': 'contribution.changes_requested',
  declined: 'contribution.declined',
} as const satisfies Record<CommitteeWord['outcome'], NoticeKind>;

const wordOf = (event: Decided): CommitteeWord => {
  const { caseId, version } = event.data;
  const word = { caseId, version, at: event.occurredAt };
  if (event.type === caseApproved.type) return { ...word, outcome: 'published', reasons: [] };
  const { reasons } = (event as Announced<typeof caseDeclined>).data;
  return { ...word, outcome: event.type === caseDeclined.type ? 'declined' : 'changes-requested', reasons };
};

/** A decision about an older version, or after a withdrawal, moves nothing. A declined revision leaves what is public. */
const statusAfter = (contribution: Contribution, { version, outcome }: CommitteeWord): ContributionStatus => {
  const { status } = contribution;
  if (version !== contribution.version || !nextStatuses[status].includes(outcome)) return status;
  return outcome === 'declined' && wasPublished(contribution) ? 'published' : outcome;
};
