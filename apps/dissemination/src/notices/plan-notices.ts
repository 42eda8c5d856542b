import { Injectable } from '@nestjs/common';
import type { Announced, editorialNoticeRequested } from '#contracts';
import { Hopeless } from '#messaging';
import { LedgerRepository } from '../ledger/ledger.repository.ts';
import { mailCauseId, personOf } from '../ledger/ledger.ts';
import { MailQueue, row } from '../newsletters/mail-queue.ts';
import { NoticeRepository } from './notice.repository.ts';
import { noticeId } from './notice.ts';
import { Recipients } from './recipients.ts';
import { wordsOf } from './words-of.ts';

type Asked = Omit<Announced<typeof editorialNoticeRequested>, 'type'>;
/** Mailed by submission, which alone can mint what lets them in. */
const mailedElsewhere = 'member.invited';

/**
 * Puts what people are to be told into the ledger: at once when it is urgent, else with their next digest. Planned as
 * often as one likes: rows and notices are there once.
 */
@Injectable()
export class PlanNotices {
  constructor(
    private readonly recipients: Recipients,
    private readonly notices: NoticeRepository,
    private readonly ledger: LedgerRepository,
    private readonly queue: MailQueue,
  ) {}

  async plan({ id, occurredAt, reannounced, data }: Asked): Promise<void> {
    const { kind, facts, urgency } = data;
    if (reannounced || kind === mailedElsewhere) return;
    if (!wordsOf(kind, facts)) throw new Hopeless(`nobody has words for ${kind}`);
    const people = await this.recipients.of(data, occurredAt);
    const now = new Date();
    if (urgency === 'digest') {
      const waiting = { kind, facts, askedAt: now, digest: null };
      return this.notices.add(people.map((person) => ({ _id: noticeId(id, person, kind, facts), person, ...waiting })));
    }
    await this.ledger.keepCause({
      _id: mailCauseId(id),
      type: 'notice',
      occurredAt,
      data: JSON.stringify({ kind, facts }),
    });
    await this.queue.add(people.map((person) => row(id, person, 'notice', personOf(person), now)));
  }
}
