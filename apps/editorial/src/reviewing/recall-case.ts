import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { recordedOn } from '../audit/recorded.ts';
import { CaseRepository } from '../cases/case.repository.ts';
import { DecideCase } from '../cases/decide-case.ts';
import { Seats } from '../cases/seats.ts';
import { NotRecallable } from '../committees/committee.problems.ts';
import { CommitteeRepository } from '../committees/committee.repository.ts';
import { mayOverride } from '../committees/committee.ts';

/**
 * A member of a committee above takes an undecided case over from a deconcentrated one. What was said there stays to be
 * read, and counts no more.
 */
@Injectable()
export class RecallCase {
  constructor(
    private readonly cases: CaseRepository,
    private readonly committees: CommitteeRepository,
    private readonly seats: Seats,
    private readonly decideCase: DecideCase,
  ) {}

  async execute(caseId: string, reason: string, caller: Principal, now: Date) {
    return this.cases.store.change(async () => {
      const subject = await this.cases.undecided(caseId);
      const above = mayOverride(await this.committees.all(), subject.committee).slice(1);
      const committee = await this.firstOf(above, caller, now);
      if (!committee) throw new NotRecallable();
      const { opinions, setAside, assignments } = subject;
      const changes = { committee, consulted: [], opinions: [], setAside: [...setAside, ...opinions], assignments: [] };
      const detail = { reason, from: subject.committee, to: committee, released: assignments.length };
      const announced = [recordedOn(subject, 'case.recalled', caller, detail)];
      return this.decideCase.execute(subject, changes, now, { announced });
    });
  }

  /** The nearest of these that somebody sits on. */
  private async firstOf(committees: readonly string[], caller: Principal, now: Date): Promise<string | null> {
    for (const id of committees) if (await this.seats.sitsOn(caller, [id], now)) return id;
    return null;
  }
}
