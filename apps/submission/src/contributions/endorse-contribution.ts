import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { PersonRepository } from '../people/person.repository.ts';
import { ContributionNotFound, OwnContribution } from './contribution.problems.ts';
import { ContributionRepository } from './contribution.repository.ts';
import { type Contribution, latestVersion, moveTo } from './contribution.ts';
import { findAs } from './find-contribution.ts';
import { endorsed } from './hand-in.ts';

/** The facilitator passes a version to the committee. */
@Injectable()
export class EndorseContribution {
  constructor(
    private readonly contributions: ContributionRepository,
    private readonly people: PersonRepository,
  ) {}

  async execute(id: string, caller: Principal, now: Date): Promise<Contribution> {
    return this.contributions.store.change(async () => {
      const contribution = await findAs('facilitator', this.contributions, id, caller);
      const status = moveTo('in-review', contribution.status);
      const version = latestVersion(contribution);
      if (!version) throw new ContributionNotFound();
      if (version.submittedBy === caller.id) await this.refuseAlone(contribution.network, caller.id);
      const at = now.toISOString();
      const passed = { ...version, endorsedAt: at, endorsedBy: caller.id };
      return this.contributions.store.save(
        contribution,
        {
          status,
          versions: [...contribution.versions.slice(0, -1), passed],
          history: [...contribution.history, { at, what: 'endorsed', version: version.version }],
        },
        now,
        endorsed(id, passed),
      );
    });
  }

  /** Nobody endorses alone what they wrote when another facilitator exists. */
  private async refuseAlone(network: string, author: string): Promise<void> {
    const facilitators = await this.people.facilitatorsOf(network);
    if (facilitators.some((person) => person !== author)) throw new OwnContribution();
  }
}
