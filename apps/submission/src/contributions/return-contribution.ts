import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { ContributionRepository } from './contribution.repository.ts';
import { type Contribution, moveTo } from './contribution.ts';
import { findAs } from './find-contribution.ts';

/** The facilitator sends a version back to its author, with the reasons. */
@Injectable()
export class ReturnContribution {
  constructor(private readonly contributions: ContributionRepository) {}

  async execute(id: string, reasons: readonly string[], caller: Principal, now: Date): Promise<Contribution> {
    return this.contributions.store.change(async () => {
      const contribution = await findAs('facilitator', this.contributions, id, caller);
      const entry = { at: now.toISOString(), what: 'returned' as const, version: contribution.version, reasons };
      return this.contributions.store.save(
        contribution,
        { status: moveTo('draft', contribution.status), history: [...contribution.history, entry] },
        now,
      );
    });
  }
}
