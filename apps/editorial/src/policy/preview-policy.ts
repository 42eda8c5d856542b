import { Injectable } from '@nestjs/common';
import type { CommitteePolicy } from '#contracts';
import { CaseRepository } from '../cases/case.repository.ts';
import type { Case, Decision } from '../cases/case.ts';
import type { Missing } from '../cases/evaluate.ts';
import { Seats } from '../cases/seats.ts';
import { decidedScope, decidedVerdict } from '../cases/verdict.ts';
import { WeighCase } from '../cases/weigh-case.ts';
import { Policies } from './policies.ts';
import { changedRules } from './policy.schema.ts';

const days = 90;
const most = 1_000;

/** How a decision would have differed. */
interface Difference {
  readonly caseId: string;
  readonly contributionId: string;
  readonly version: number;
  readonly title: string;
  readonly decidedAt: string;
  readonly before: Pick<Decision, 'outcome' | 'scope' | 'verdict'>;
  /** `outcome` is null where the case would have stayed open, for what is missing. */
  readonly after: Pick<Decision, 'scope' | 'verdict'> & { readonly outcome: Decision['outcome'] | null };
  readonly missing: readonly Missing[];
}

/** « Ce que cela aurait changé »: decides again, by other rules, what was decided in the last 90 days. */
@Injectable()
export class PreviewPolicy {
  constructor(
    private readonly policies: Policies,
    private readonly cases: CaseRepository,
    private readonly weighCase: WeighCase,
    private readonly seats: Seats,
  ) {}

  async execute(changes: unknown, now: Date) {
    const current = await this.policies.current(now);
    const { version, activeFrom } = current;
    const candidate: CommitteePolicy = { version, activeFrom, ...changedRules(current, changes) };
    const since = new Date(now.getTime() - days * 24 * 3600 * 1000);
    const decided = await this.cases.decidedBetween(since, now, most);
    const differences: Difference[] = [];
    for (const subject of decided) {
      const difference = await this.difference(subject, candidate);
      if (difference) differences.push(difference);
    }
    const { usual } = candidate.quorum;
    const open = await this.cases.list({ status: 'open', limit: 1 });
    return {
      basedOn: version,
      since: since.toISOString(),
      decided: decided.length,
      changed: differences.length,
      /** These keep the rules under which they opened. */
      openCases: open.total,
      /** Those whose seats could no longer make the usual quorum: cases would go above them. */
      committees: (await this.seats.strengths(now)).filter(
        ({ seats, colleges }) => seats < usual.opinions || colleges < usual.colleges,
      ),
      items: differences,
    };
  }

  private async difference(subject: Case, policy: CommitteePolicy): Promise<Difference | null> {
    const { decision } = subject;
    if (!decision || decision.outcome === 'withdrawn') return null;
    const again: Case = { ...subject, policy, decision: null, status: 'open' };
    const { outcome: found, missing } = await this.weighCase.execute(again, new Date(decision.decidedAt));
    const outcome: Decision['outcome'] | null =
      subject.procedure === 'label' && found === 'published' ? 'labelled' : found;
    const before = { outcome: decision.outcome, scope: decision.scope, verdict: decision.verdict };
    const after = {
      outcome,
      scope: found === 'published' ? decidedScope(again) : null,
      verdict: found === 'published' ? decidedVerdict(again) : null,
    };
    if (JSON.stringify(before) === JSON.stringify(after)) return null;
    const { _id: caseId, contributionId, version, content } = subject;
    const { decidedAt } = decision;
    return { caseId, contributionId, version, title: content.title, decidedAt, before, after, missing };
  }
}
