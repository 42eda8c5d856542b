import { Injectable } from '@nestjs/common';
import { networksOf, type Principal } from '#access';
import { Forbidden } from '#platform';
import { NetworkRepository } from '../networks/network.repository.ts';
import { ContributionNotFound, ContributionNotMovable } from './contribution.problems.ts';
import { ContributionRepository } from './contribution.repository.ts';
import { awaitedAgreements, type Contribution, latestVersion } from './contribution.ts';
import { passToCommittee } from './endorsement.ts';
import { ReturnContribution } from './return-contribution.ts';

/** A co-producing or sponsoring network says whether it agrees to a version: without all of them it does not reach the committee. */
@Injectable()
export class AgreeToContribution {
  constructor(
    private readonly contributions: ContributionRepository,
    private readonly networks: NetworkRepository,
    private readonly returnContribution: ReturnContribution,
  ) {}

  async execute(id: string, objection: string | null, caller: Principal, now: Date): Promise<Contribution> {
    return this.contributions.store.change(async () => {
      const contribution = await this.contributions.store.find(id);
      const facilitated = networksOf(caller, 'facilitator');
      const asked = contribution && latestVersion(contribution)?.awaits;
      const own = asked?.filter((network) => networksOf(caller).includes(network)) ?? [];
      if (!contribution || own.length === 0) throw new ContributionNotFound();
      const speakingFor = own.filter((network) => facilitated.includes(network));
      if (speakingFor.length === 0) throw new Forbidden();
      if (contribution.status !== 'submitted') throw new ContributionNotMovable(contribution.status, 'in-review');
      if (objection !== null) return this.object(contribution, speakingFor, objection, now);
      return this.agree(contribution, speakingFor, caller, now);
    });
  }

  private async agree(contribution: Contribution, own: string[], caller: Principal, now: Date): Promise<Contribution> {
    const given = own.filter((network) => awaitedAgreements(contribution).includes(network));
    if (given.length === 0) return contribution;
    const at = now.toISOString();
    const { version } = contribution;
    const agreements = given.map((network) => ({ network, version, by: caller.id, at }));
    const agreed: Contribution = {
      ...contribution,
      agreements: [...(contribution.agreements ?? []), ...agreements],
      history: [...contribution.history, { at, what: 'agreed', version }],
    };
    const isEndorsed = awaitedAgreements(agreed).length === 0 && latestVersion(agreed)?.selfEndorsing;
    const { changes, announced } = isEndorsed
      ? passToCommittee(agreed, null, now)
      : { changes: { history: agreed.history }, announced: [] };
    return this.contributions.save(contribution, { agreements: agreed.agreements, ...changes }, now, ...announced);
  }

  private async object(contribution: Contribution, own: string[], objection: string, now: Date): Promise<Contribution> {
    const names = [...(await this.networks.byIds(own)).values()].map(({ name }) => name).join(', ');
    return this.returnContribution.back(contribution, [`${names} : ${objection}`], now);
  }
}
