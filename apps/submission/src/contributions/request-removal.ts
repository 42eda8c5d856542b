import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { announce, nameRemovalRequested, removedCredit, withdrawalRequested } from '#contracts';
import { NotPublic } from './contribution.problems.ts';
import { ContributionRepository } from './contribution.repository.ts';
import { type Contribution, type RemovalRequest, wasPublished } from './contribution.ts';
import { findAs } from './find-contribution.ts';

const events = { resource: withdrawalRequested, name: nameRemovalRequested } as const;

/** The author asks that a public resource go, which the committee answers, or their name on it, which is done. */
@Injectable()
export class RequestRemoval {
  constructor(private readonly contributions: ContributionRepository) {}

  async execute(
    id: string,
    what: RemovalRequest['what'],
    reason: string | null,
    caller: Principal,
    now: Date,
  ): Promise<Contribution> {
    return this.contributions.store.change(async () => {
      const contribution = await findAs('contributor', this.contributions, id, caller);
      if (!wasPublished(contribution) || contribution.status === 'withdrawn') throw new NotPublic();
      const asked = contribution.removalRequests ?? [];
      // Asked once is enough.
      if (asked.some((request) => request.what === what)) return contribution;
      const at = now.toISOString();
      const version = contribution.committee.findLast(({ outcome }) => outcome === 'published')?.version ?? 1;
      const changes = {
        removalRequests: [...asked, { what, reason, at, by: caller.id }],
        history: [...contribution.history, { at, what: 'removal-requested' as const, version }],
        ...(what === 'name' && contribution.proposer ? { proposer: { name: removedCredit, email: null } } : {}),
      };
      return this.contributions.save(
        contribution,
        changes,
        now,
        announce(events[what], { contributionId: id, version, reason }),
      );
    });
  }
}
