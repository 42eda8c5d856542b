import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { contributionContent } from '#contracts';
import { checked, RevisionMismatch } from '#platform';
import { NetworkRepository } from '../networks/network.repository.ts';
import { ContributionNotEditable } from './contribution.problems.ts';
import { ContributionRepository } from './contribution.repository.ts';
import { type Contribution, isEditable } from './contribution.ts';
import { findAs } from './find-contribution.ts';
import { merge } from './intake.ts';

/** A draft may lack anything but its title. */
const edited = contributionContent.required({ title: true });

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
    const content = checked(edited, merge(contribution.content, patch));
    if (content.sponsor) content.sponsor = (await this.networks.named(content.sponsor, '/sponsor'))._id;
    if (content.coProducers) {
      content.coProducers = await Promise.all(
        content.coProducers.map(
          async (named, index) => (await this.networks.named(named, `/coProducers/${index}`))._id,
        ),
      );
    }
    const entry = { at: now.toISOString(), what: 'edited' as const, version: contribution.version };
    return this.contributions.store.save(contribution, { content, history: [...contribution.history, entry] }, now);
  }
}
