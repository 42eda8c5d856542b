import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { NetworkRepository } from '../networks/network.repository.ts';
import { PersonRepository } from '../people/person.repository.ts';
import { AgreementsAwaited, ContributionNotFound, OwnContribution } from './contribution.problems.ts';
import { ContributionRepository } from './contribution.repository.ts';
import { awaitedAgreements, type Contribution, latestVersion } from './contribution.ts';
import { passToCommittee } from './endorsement.ts';
import { findAs } from './find-contribution.ts';
import { HandInNotices } from './hand-in-notices.ts';

/** The facilitator passes a version to the committee. */
@Injectable()
export class EndorseContribution {
  constructor(
    private readonly contributions: ContributionRepository,
    private readonly people: PersonRepository,
    private readonly networks: NetworkRepository,
    private readonly notices: HandInNotices,
  ) {}

  async execute(id: string, caller: Principal, now: Date): Promise<Contribution> {
    return this.contributions.store.change(async () => {
      const contribution = await findAs('facilitator', this.contributions, id, caller);
      const { changes, announced } = passToCommittee(contribution, caller.id, now);
      const version = latestVersion(contribution);
      if (!version) throw new ContributionNotFound();
      if (version.submittedBy === caller.id) await this.refuseAlone(contribution.network, caller.id);
      await this.refuseWithoutCoProducers(contribution);
      const notices = await this.notices.toAuthor(contribution, 'contribution.endorsed');
      return this.contributions.save(contribution, changes, now, ...announced, ...notices);
    });
  }

  /** Nobody endorses alone what they wrote when another facilitator exists. */
  private async refuseAlone(network: string, author: string): Promise<void> {
    const facilitators = await this.people.facilitatorsOf(network);
    if (facilitators.some((person) => person !== author)) throw new OwnContribution();
  }

  private async refuseWithoutCoProducers(contribution: Contribution): Promise<void> {
    const awaited = await this.networks.byIds(awaitedAgreements(contribution));
    if (awaited.size) throw new AgreementsAwaited([...awaited.values()]);
  }
}
