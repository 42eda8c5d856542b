import { Injectable } from '@nestjs/common';
import { type LabelCondition, unmetConditions } from '../labels/label-conditions.ts';
import { ResourceRepository } from '../resources/resource.repository.ts';
import type { Case } from './case.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { Seats } from './seats.ts';

const awaitsSession = {
  code: 'session',
  detail: 'Une objection est levée : le dossier passe à la prochaine séance.',
} as const;

/** What the rules say of a case now: who sits, and what a proposed reference has to show, are looked up. */
@Injectable()
export class WeighCase {
  constructor(
    private readonly seats: Seats,
    private readonly resources: ResourceRepository,
  ) {}

  /** @param inSession the chair records votes: an objection no longer holds the decision up. */
  async execute(subject: Case, now: Date, inSession = false): Promise<Evaluation> {
    const weighed = await this.weigh(subject, now);
    if (subject.status !== 'in-session' || inSession) return weighed;
    return { outcome: null, missing: [awaitsSession, ...weighed.missing] };
  }

  private async weigh(subject: Case, now: Date): Promise<Evaluation> {
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
