import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { NetworkRepository } from '../networks/network.repository.ts';
import { ContributionRepository } from './contribution.repository.ts';
import type { Contribution } from './contribution.ts';
import { findAs } from './find-contribution.ts';
import { handIn } from './hand-in.ts';

/** Hands in what its author wrote, as the next version. */
@Injectable()
export class SubmitContribution {
  constructor(
    private readonly contributions: ContributionRepository,
    private readonly networks: NetworkRepository,
  ) {}

  async execute(id: string, caller: Principal, now: Date): Promise<Contribution> {
    return this.contributions.store.change(async () => {
      const contribution = await findAs('contributor', this.contributions, id, caller);
      const network = await this.networks.named(contribution.network, '/network');
      const { changes, announced } = handIn(contribution, network, caller, now);
      return this.contributions.store.save(contribution, changes, now, ...announced);
    });
  }
}
