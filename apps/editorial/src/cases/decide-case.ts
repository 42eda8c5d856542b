import { Injectable, Logger } from '@nestjs/common';
import type { Announcement } from '#contracts';
import { CaseRepository } from './case.repository.ts';
import type { Case, Decision, Outcome } from './case.ts';
import { decisionAnnounced, decisionTold } from './case-announcements.ts';
import { type Missing, nextEvaluation } from './evaluate.ts';
import { decidedScope, decidedVerdict, groundsOf, reasonsOf } from './verdict.ts';
import { WeighCase } from './weigh-case.ts';

/** Keeps a changed case and, when the rules are met, its one decision: in the same write, so that a race makes one. */
@Injectable()
export class DecideCase {
  private readonly logger = new Logger(DecideCase.name);

  constructor(
    private readonly cases: CaseRepository,
    private readonly weighCase: WeighCase,
  ) {}

  /** @throws ConcurrentChange when somebody wrote the case meanwhile: read it again and start over. */
  async execute(
    seen: Case,
    changes: Partial<Case>,
    now: Date,
    { announced = [], inSession = false }: { announced?: readonly Announcement[]; inSession?: boolean } = {},
  ): Promise<{ subject: Case; missing: readonly Missing[] }> {
    const changed = { ...seen, ...changes };
    const { outcome, missing } = await this.weighCase.execute(changed, now, inSession);
    if (!outcome) {
      const kept = { ...changes, evaluateAt: nextEvaluation(changed, now) };
      return { subject: await this.cases.store.save(seen, kept, now, ...announced), missing };
    }
    const decision = decide(changed, outcome, now);
    const subject = await this.cases.store.save(
      seen,
      { ...changes, status: 'decided', decision, evaluateAt: null },
      now,
      ...announced,
      decisionAnnounced(changed, decision),
      ...decisionTold(changed, decision),
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
  outcome: subject.procedure === 'label' && outcome === 'published' ? 'labelled' : outcome,
  decidedAt: now.toISOString(),
  scope: outcome === 'published' ? decidedScope(subject) : null,
  verdict: outcome === 'published' ? decidedVerdict(subject) : null,
  grounds: groundsOf(subject, now),
  reasons: outcome === 'published' ? [] : reasonsOf(subject),
});
