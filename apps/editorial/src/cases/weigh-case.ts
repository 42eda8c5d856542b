import { Injectable } from '@nestjs/common';
import { type LabelCondition, unmetConditions } from '../labels/label-conditions.ts';
import { ResourceRepository } from '../resources/resource.repository.ts';
import type { Case } from './case.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { Seats } from './seats.ts';

/** What the rules say of a case now: who sits, and what a proposed reference has to show, are looked up. */
@Injectable()
export class WeighCase {
  constructor(
    private readonly seats: Seats,
    private readonly resources: ResourceRepository,
  ) {}

  async execute(subject: Case, now: Date): Promise<Evaluation> {
    const seats = await this.seats.countingOn(subject, now);
    return evaluate(
      subject,
      seats.map(({ id }) => id),
      now,
      await this.unmet(subject, now),
    );
  }

  private async unmet(
    { procedure, contributionId, verifications, policy }: Case,
    now: Date,
  ): Promise<LabelCondition[]> {
    if (procedure !== 'label') return [];
    const { current: resource, adoptions } = await this.resources.get(contributionId);
    return unmetConditions({ resource, adoptions, verifications }, policy, now);
  }
}
