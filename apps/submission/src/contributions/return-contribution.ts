import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { announce, contributionReturned } from '#contracts';
import { ContributionRepository } from './contribution.repository.ts';
import { type Contribution, moveTo } from './contribution.ts';
import { findAs } from './find-contribution.ts';
import { HandInNotices } from './hand-in-notices.ts';

/** The facilitator sends a version back to its author, with the reasons. */
@Injectable()
export class ReturnContribution {
  constructor(
    private readonly contributions: ContributionRepository,
    private readonly notices: HandInNotices,
  ) {}

  async execute(id: string, reasons: readonly string[], caller: Principal, now: Date): Promise<Contribution> {
    return this.contributions.store.change(async () =>
      this.back(await findAs('facilitator', this.contributions, id, caller), reasons, now),
    );
  }

  /** @throws ContributionNotMovable (409), ConcurrentChange */
  async back(contribution: Contribution, reasons: readonly string[], now: Date): Promise<Contribution> {
    const { _id: contributionId, version, network: networkId, content } = contribution;
    const status = moveTo('draft', contribution.status);
    const history = [...contribution.history, { at: now.toISOString(), what: 'returned' as const, version, reasons }];
    const title = content.title ?? '';
    const returned = announce(contributionReturned, {
      contributionId,
      version,
      networkId,
      title,
      reasons: [...reasons],
    });
    const notices = await this.notices.toAuthor(contribution, 'contribution.returned', { reasons: [...reasons] });
    return this.contributions.save(contribution, { status, history }, now, returned, ...notices);
  }
}
