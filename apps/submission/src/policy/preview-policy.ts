import { Injectable } from '@nestjs/common';
import { ContributionRepository } from '../contributions/contribution.repository.ts';
import { latestVersion } from '../contributions/contribution.ts';
import { NetworkRepository } from '../networks/network.repository.ts';
import { ProductionPolicies } from './production-policies.ts';
import { type ProductionPolicy, refusals } from './production-policy.ts';

const mostShown = 100;

/** What a policy would have changed, had it been in force: before anybody activates it. */
@Injectable()
export class PreviewPolicy {
  constructor(
    private readonly policies: ProductionPolicies,
    private readonly contributions: ContributionRepository,
    private readonly networks: NetworkRepository,
  ) {}

  async execute(proposed: ProductionPolicy, since: Date, now: Date) {
    const current = await this.policies.current(now);
    const rules = (policy: ProductionPolicy, producing: Parameters<typeof refusals>[1]) =>
      refusals(policy, producing).map(({ code }) => code);
    const refused: { id: string; title: string; network: string; rules: string[] }[] = [];
    const admitted: typeof refused = [];
    let checked = 0;
    const known = await this.networks.everyone();
    for await (const contribution of this.contributions.handedInSince(since)) {
      const version = latestVersion(contribution);
      if (!version) continue;
      checked += 1;
      const { content, network } = version;
      const { family, territories, sponsor } = content;
      const producing = { network: { _id: network.networkId, circle: network.circle }, family, territories, sponsor };
      const [before, after] = [rules(current, producing), rules(proposed, producing)];
      const row = { id: contribution._id, title: content.title ?? '', network: network.slug };
      if (before.length === 0 && after.length > 0) refused.push({ ...row, rules: after });
      if (before.length > 0 && after.length === 0) admitted.push({ ...row, rules: before });
    }
    const isShutOut = (policy: ProductionPolicy, network: (typeof known)[number]) =>
      rules(policy, { network, sponsor: network.sponsor ?? undefined, territories: network.territories }).length > 0;
    return {
      since: since.toISOString(),
      comparedTo: current.version,
      contributions: {
        checked,
        refused: refused.length,
        admitted: admitted.length,
        wouldBeRefused: refused.slice(0, mostShown),
        wouldBeAdmitted: admitted.slice(0, mostShown),
      },
      networks: {
        shutOut: known.filter((network) => !isShutOut(current, network) && isShutOut(proposed, network)).map(named),
        letIn: known.filter((network) => isShutOut(current, network) && !isShutOut(proposed, network)).map(named),
      },
    };
  }
}

const named = ({ _id, slug, name }: { _id: string; slug: string; name: string }) => ({ id: _id, slug, name });
