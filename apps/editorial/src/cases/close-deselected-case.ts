import { Injectable } from '@nestjs/common';
import { type Announced, itemDeselected } from '#contracts';
import { OnEvent, putIfNewer } from '#messaging';
import { CaseRepository } from './case.repository.ts';
import { CloseWithdrawnCase } from './close-withdrawn-case.ts';

/** What its editor took back is judged no more. */
@Injectable()
export class CloseDeselectedCase {
  constructor(
    private readonly cases: CaseRepository,
    private readonly closeWithdrawnCase: CloseWithdrawnCase,
  ) {}

  @OnEvent(itemDeselected)
  async whenDeselected({ data, aggregateVersion: v, occurredAt: at }: Announced<typeof itemDeselected>): Promise<void> {
    // Remembered first: the choice that it takes back may be heard after it.
    await putIfNewer(this.cases.withdrawals, { _id: data.itemId, v, reason: data.reason, at });
    await this.closeWithdrawnCase.execute(data.itemId);
  }
}
