import { Injectable } from '@nestjs/common';
import { type Announced, contributionWithdrawn } from '#contracts';
import { OnEvent, putIfNewer } from '#messaging';
import { CaseRepository } from './case.repository.ts';

/** What its author took back is judged no more. */
@Injectable()
export class CloseWithdrawnCase {
  constructor(private readonly cases: CaseRepository) {}

  @OnEvent(contributionWithdrawn)
  async whenWithdrawn(event: Announced<typeof contributionWithdrawn>): Promise<void> {
    const { data, aggregateVersion: v, occurredAt } = event;
    // Remembered first: the endorsement that it takes back may be heard after it.
    await putIfNewer(this.cases.withdrawals, { _id: data.contributionId, v, reason: data.reason, at: occurredAt });
    await this.execute(data.contributionId);
  }

  /** Closes what was endorsed before it was taken back. */
  async execute(contributionId: string): Promise<void> {
    const withdrawal = await this.cases.withdrawals.findById(contributionId).lean();
    if (!withdrawal) return;
    const { v, reason, at } = withdrawal;
    const decision = {
      outcome: 'withdrawn' as const,
      decidedAt: at,
      scope: null,
      verdict: null,
      grounds: null,
      reasons: reason ? [reason] : [],
    };
    await this.cases.store.change(async () => {
      for (const subject of await this.cases.openOf(contributionId, 'publication')) {
        if (subject.endorsedAs > v) continue;
        await this.cases.store.save(subject, { status: 'decided', decision, evaluateAt: null }, new Date(at));
      }
    });
  }
}
