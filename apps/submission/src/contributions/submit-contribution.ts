import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { NetworkRepository } from '../networks/network.repository.ts';
import { ContributionRepository } from './contribution.repository.ts';
import type { Contribution } from './contribution.ts';
import { findAs } from './find-contribution.ts';
import { FindRules } from './find-rules.ts';
import { handIn } from './hand-in.ts';
import { HandInNotices } from './hand-in-notices.ts';

/** Hands in what its author wrote, as the next version. */
@Injectable()
export class SubmitContribution {
  constructor(
    private readonly contributions: ContributionRepository,
    private readonly networks: NetworkRepository,
    private readonly rules: FindRules,
    private readonly handInNotices: HandInNotices,
  ) {}

  async execute(id: string, caller: Principal, now: Date): Promise<Contribution> {
    return this.contributions.store.change(async () => {
      const { contribution, changes, announced } = await this.handedIn(id, caller, now);
      const notices = await this.handInNotices.for({ ...contribution, ...changes });
      return this.contributions.save(contribution, changes, now, ...announced, ...notices);
    });
  }

  /** Whether it could be handed in as it is; nothing is kept. @throws the same problems */
  async check(id: string, caller: Principal, now: Date): Promise<void> {
    await this.handedIn(id, caller, now);
  }

  private async handedIn(id: string, caller: Principal, now: Date) {
    const contribution = await findAs('contributor', this.contributions, id, caller);
    const network = await this.networks.named(contribution.network, '/network');
    const rules = await this.rules.for(contribution.content, now);
    return { contribution, ...handIn(contribution, network, caller, rules, now) };
  }
}
