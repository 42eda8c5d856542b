import { Injectable } from '@nestjs/common';
import {
  caseApproved,
  caseChangesRequested,
  caseDeclined,
  contributionEndorsed,
  contributionReturned,
  contributionWithdrawn,
} from '#contracts';
import { type AnnouncedAs, OnEvent } from '#messaging';
import { NoticeRepository } from './notice.repository.ts';

/** A case that is decided waits for nobody any more: a digest that has not left yet does not ask for an opinion on it. */
@Injectable()
export class SettleCaseNotices {
  constructor(private readonly notices: NoticeRepository) {}

  @OnEvent(caseApproved, caseChangesRequested, caseDeclined)
  async whenDecided({
    data,
  }: AnnouncedAs<typeof caseApproved | typeof caseChangesRequested | typeof caseDeclined>): Promise<void> {
    await this.notices.settle('caseId', data.caseId, [
      'case.opened',
      'case.assigned',
      'case.reminder',
      'case.escalated',
    ]);
  }
}

/** The same for a contribution that was framed, or taken back. */
@Injectable()
export class SettleFramingNotices {
  constructor(private readonly notices: NoticeRepository) {}

  @OnEvent(contributionEndorsed, contributionReturned, contributionWithdrawn)
  async whenFramed({
    data,
  }: AnnouncedAs<
    typeof contributionEndorsed | typeof contributionReturned | typeof contributionWithdrawn
  >): Promise<void> {
    await this.notices.settle('contributionId', data.contributionId, [
      'contribution.to-frame',
      'contribution.to-agree',
    ]);
  }
}
