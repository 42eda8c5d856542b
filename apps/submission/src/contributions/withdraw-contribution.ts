import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { announce, contributionWithdrawn } from '#contracts';
import { ContributionRepository } from './contribution.repository.ts';
import { afterWithdrawal, type Contribution } from './contribution.ts';
import { findAs } from './find-contribution.ts';

/** Its author takes back what is not public yet. */
@Injectable()
export class WithdrawContribution {
  constructor(private readonly contributions: ContributionRepository) {}

  async execute(id: string, reason: string | null, caller: Principal, now: Date): Promise<Contribution> {
    return this.contributions.store.change(async () => {
      const contribution = await findAs('contributor', this.contributions, id, caller);
      const entry = {
        at: now.toISOString(),
        what: 'withdrawn' as const,
        version: contribution.version,
        ...(reason ? { reasons: [reason] } : {}),
      };
      return this.contributions.save(
        contribution,
        { status: afterWithdrawal(contribution), history: [...contribution.history, entry] },
        now,
        announce(contributionWithdrawn, { contributionId: id, reason }),
      );
    });
  }
}
