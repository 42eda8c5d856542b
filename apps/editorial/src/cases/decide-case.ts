import { Injectable, Logger } from '@nestjs/common';
import { type Announcement, announce, caseApproved, caseChangesRequested, caseDeclined } from '#contracts';
import { approvedResource } from './approved-resource.ts';
import { CaseRepository } from './case.repository.ts';
import type { Case, Decision, Outcome } from './case.ts';
import { evaluate, type Missing, nextEvaluation } from './evaluate.ts';
import { Seats } from './seats.ts';
import { decidedScope, decidedVerdict, groundsOf, reasonsOf } from './verdict.ts';

/** Keeps a changed case and, when the rules are met, its one decision: in the same write, so that a race makes one. */
@Injectable()
export class DecideCase {
  private readonly logger = new Logger(DecideCase.name);

  constructor(
    private readonly cases: CaseRepository,
    private readonly seats: Seats,
  ) {}

  /** @throws ConcurrentChange when somebody wrote the case meanwhile: read it again and start over. */
  async execute(
    seen: Case,
    changes: Partial<Case>,
    now: Date,
  ): Promise<{ subject: Case; missing: readonly Missing[] }> {
    const changed = { ...seen, ...changes };
    const { outcome, missing } = evaluate(changed, await this.seats.countingOn(changed), now);
    if (!outcome) {
      const kept = { ...changes, evaluateAt: nextEvaluation(changed, now) };
      return { subject: await this.cases.store.save(seen, kept, now), missing };
    }
    const decision = decide(changed, outcome, now);
    const subject = await this.cases.store.save(
      seen,
      { ...changes, status: 'decided', decision, evaluateAt: null },
      now,
      announcementOf(changed, decision, outcome),
    );
    this.logger.log({
      msg: 'decided',
      case: seen._id,
      contribution: seen.contributionId,
      version: seen.version,
      outcome,
    });
    return { subject, missing: [] };
  }
}

const decide = (subject: Case, outcome: Outcome, now: Date): Decision => ({
  outcome,
  decidedAt: now.toISOString(),
  scope: outcome === 'published' ? decidedScope(subject) : null,
  verdict: outcome === 'published' ? decidedVerdict(subject) : null,
  grounds: groundsOf(subject, now),
  reasons: outcome === 'published' ? [] : reasonsOf(subject),
});

const announcementOf = (subject: Case, decision: Decision, outcome: Outcome): Announcement => {
  const { _id: caseId, contributionId, version } = subject;
  const facts = { caseId, contributionId, version, grounds: decision.grounds as NonNullable<Decision['grounds']> };
  if (outcome === 'published')
    return announce(caseApproved, { ...facts, resource: approvedResource(subject, decision) });
  const reasons = [...decision.reasons];
  return announce(outcome === 'declined' ? caseDeclined : caseChangesRequested, { ...facts, reasons });
};
