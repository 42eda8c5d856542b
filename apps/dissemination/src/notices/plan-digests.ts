import { Inject, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Continuity } from '#messaging';
import { Database, isDatabaseAway } from '#persistence';
import { LedgerRepository } from '../ledger/ledger.repository.ts';
import { mailCauseId, personOf } from '../ledger/ledger.ts';
import { MailQueue, row } from '../newsletters/mail-queue.ts';
import { type DigestRhythm, type DigestSlot, digestSlot } from './digest-slot.ts';
import { NoticeRepository } from './notice.repository.ts';

export const DIGEST_RHYTHM = Symbol('how often notices are gathered');
const everyMs = 5_000;
export const digestCause = ({ name }: DigestSlot): string => `notices-${name}`;

/**
 * One digest of notices per person and slot. Any instance does it, at any time: the row's id is made of both, so that a
 * missed or doubled look changes nothing.
 */
@Injectable()
export class PlanDigests {
  private readonly logger = new Logger(PlanDigests.name);

  constructor(
    private readonly notices: NoticeRepository,
    private readonly ledger: LedgerRepository,
    private readonly queue: MailQueue,
    private readonly database: Database,
    private readonly continuity: Continuity,
    @Inject(DIGEST_RHYTHM) private readonly rhythm: DigestRhythm,
  ) {}

  @Interval(everyMs)
  async tick(): Promise<void> {
    if (!this.database.isReady || !this.continuity.isKept) return;
    await this.plan(new Date()).catch((error: unknown) => {
      if (!isDatabaseAway(error)) this.logger.error(error);
    });
  }

  async plan(now: Date): Promise<void> {
    const slot = digestSlot(now, this.rhythm);
    const people = await this.notices.waitingBefore(slot.from);
    if (people.length === 0) return;
    const cause = digestCause(slot);
    const data = JSON.stringify({ before: slot.from.toISOString() });
    await this.ledger.keepCause({
      _id: mailCauseId(cause),
      type: 'notices',
      occurredAt: slot.from.toISOString(),
      data,
    });
    await this.queue.add(people.map((person) => row(cause, person, 'notices', personOf(person), now)));
  }
}
