import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { contributionContent } from '#contracts';
import { checked, RevisionMismatch } from '#platform';
import { NetworkRepository } from '../networks/network.repository.ts';
import { ContributionNotEditable } from './contribution.problems.ts';
import { ContributionRepository } from './contribution.repository.ts';
import { type Contribution, isEditable } from './contribution.ts';
import { findAs } from './find-contribution.ts';
import { effort, merge } from './intake.ts';
import { withNetworkIds } from './network-names.ts';

/** A draft may lack anything but its title. */
const edited = contributionContent.required({ title: true }).extend({ effort: effort.optional() });

/** Edits what its author is writing; versions handed in never change. */
@Injectable()
export class EditContribution {
  constructor(
    private readonly contributions: ContributionRepository,
    private readonly networks: NetworkRepository,
  ) {}

  async execute(id: string, patch: object, revision: number, caller: Principal, now: Date): Promise<Contribution> {
    const contribution = await findAs('contributor', this.contributions, id, caller);
    if (contribution.v !== revision) throw new RevisionMismatch();
    if (!isEditable(contribution.status)) throw new ContributionNotEditable(contribution.status);
    const { content: before, effort: spent } = contribution;
    const { effort: given, ...sent } = checked(
      edited,
      merge({ ...before, ...(spent ? { effort: spent } : {}) }, patch),
    );
    const content = await withNetworkIds(this.networks, sent);
    const entry = { at: now.toISOString(), what: 'edited' as const, version: contribution.version };
    const changes = { content, effort: given ?? {}, history: [...contribution.history, entry] };
    return this.contributions.save(contribution, changes, now);
  }
}
