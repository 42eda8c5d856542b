import { Injectable } from '@nestjs/common';
import { networksOf, type Principal } from '#access';
import { ContributionRepository } from '../contributions/contribution.repository.ts';
import { awaitedAgreements, type Contribution, latestVersion, wasPublished } from '../contributions/contribution.ts';
import { obstacles } from '../contributions/obstacles.ts';
import { FindDuplicates } from '../duplicates/find-duplicates.ts';
import { NetworkRepository } from '../networks/network.repository.ts';
import { hintsOn } from './hints.ts';

/** What waits for a facilitator, with all that helps them decide: is it complete, is it new, is it in the right family? */
@Injectable()
export class FramingQueue {
  constructor(
    private readonly contributions: ContributionRepository,
    private readonly networks: NetworkRepository,
    private readonly duplicates: FindDuplicates,
  ) {}

  async list(caller: Principal, after: string | undefined, limit: number, now: Date) {
    const facilitated = networksOf(caller, 'facilitator');
    const { items, total } = await this.contributions.waiting(facilitated, ['submitted'], after, limit);
    const networks = await this.networks.byIds(items.map(({ network }) => network));
    const rows = await Promise.all(
      items.map(async (contribution) => {
        const network = networks.get(contribution.network);
        const named = network ? { id: network._id, slug: network.slug, name: network.name } : null;
        return { ...(await this.row(contribution, caller, now)), network: named };
      }),
    );
    return { items: rows, total, last: items.at(-1)?._id };
  }

  private async row(contribution: Contribution, caller: Principal, now: Date) {
    const version = latestVersion(contribution);
    const content = version?.content ?? contribution.content;
    const submittedAt = version?.submittedAt ?? contribution.createdAt;
    const files = version?.files ?? [];
    const missing = obstacles(content, wasPublished(contribution), now, files);
    const awaited = await this.networks.byIds(awaitedAgreements(contribution));
    return {
      id: contribution._id,
      title: content.title ?? '',
      summary: content.summary ?? '',
      family: content.family ?? null,
      format: content.format ?? null,
      regime: content.regime ?? null,
      version: contribution.version,
      change: content.change ?? null,
      submittedAt,
      isOwn: version?.submittedBy === caller.id,
      proposer: contribution.proposer ?? null,
      isComplete: missing.length === 0,
      missing: missing.map(({ pointer, detail }) => ({ pointer, detail: detail.fr })),
      hints: hintsOn(content, files, submittedAt, now),
      duplicates: await this.duplicates.of(contribution, caller),
      awaitedAgreements: [...awaited.values()].map(({ slug, name }) => ({ slug, name })),
    };
  }
}
