import { Injectable } from '@nestjs/common';
import { type Announced, contributionWithdrawn } from '#contracts';
import { OnEvent } from '#messaging';
import { CaseRepository } from './case.repository.ts';

/** What its author took back is judged no more. */
@Injectable()
export class CloseWithdrawnCase {
  constructor(private readonly cases: CaseRepository) {}

  @OnEvent(contributionWithdrawn)
  async whenWithdrawn({ data, occurredAt }: Announced<typeof contributionWithdrawn>): Promise<void> {
    await this.cases.store.change(async () => {
      for (const subject of await this.cases.openOf(data.contributionId)) {
        const decision = {
          outcome: 'withdrawn' as const,
          decidedAt: occurredAt,
          scope: null,
          verdict: null,
          grounds: null,
          reasons: data.reason ? [data.reason] : [],
        };
        await this.cases.store.save(subject, { status: 'decided', decision, evaluateAt: null }, new Date(occurredAt));
      }
    });
  }
}
