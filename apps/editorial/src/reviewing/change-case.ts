import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import type { Announcement } from '#contracts';
import { type Detail, recordedOn } from '../audit/recorded.ts';
import { CaseRepository } from '../cases/case.repository.ts';
import type { Case } from '../cases/case.ts';
import { DecideCase } from '../cases/decide-case.ts';
import { type OpenSeat, Seats } from '../cases/seats.ts';
import { NoSeat } from '../committees/committee.problems.ts';

/** What a member does with a case, and what the log keeps of it. */
export interface CaseChange {
  readonly changes: Partial<Case>;
  readonly action: string;
  readonly detail?: Detail;
  readonly announced?: readonly Announcement[];
}

/** Lets somebody who has a seat change an undecided case; the rules are held against it in the same write. */
@Injectable()
export class ChangeCase {
  constructor(
    private readonly cases: CaseRepository,
    private readonly seats: Seats,
    private readonly decideCase: DecideCase,
  ) {}

  /** @throws CaseNotFound, CaseDecided, NoSeat, and what `work` throws */
  async execute(
    caseId: string,
    caller: Principal,
    now: Date,
    work: (subject: Case, seat: OpenSeat) => CaseChange | null | Promise<CaseChange | null>,
  ) {
    return this.cases.store.change(async () => {
      const subject = await this.cases.undecided(caseId);
      const seat = await this.seats.seatOf(caller, subject, now);
      if (!seat) throw new NoSeat(subject.committee);
      const change = await work(subject, seat);
      if (!change) return { subject, missing: [] };
      const { changes, action, detail, announced = [] } = change;
      const told = [...announced, recordedOn(subject, action, caller, { seat: seat.id, ...detail })];
      return this.decideCase.execute(subject, changes, now, { announced: told });
    });
  }
}
