import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { counts } from '../cases/case.ts';
import { Seats } from '../cases/seats.ts';
import { toPerson } from '../notices/notices.ts';
import { ChangeCase } from './change-case.ts';
import { NotSeated } from './reviewing.problems.ts';

/** A member takes a case, or gives it to another whose opinion counts there: whoever has it reads it first. */
@Injectable()
export class AssignCase {
  constructor(
    private readonly changeCase: ChangeCase,
    private readonly seats: Seats,
  ) {}

  async execute(caseId: string, person: string, caller: Principal, now: Date) {
    return this.changeCase.execute(caseId, caller, now, async (subject, own) => {
      const seats = person === caller.id ? [own] : await this.seats.countingOn(subject, now);
      const seat = seats.find(({ holders }) => holders.includes(person));
      if (!seat || !counts(subject, person, seat.network)) throw new NotSeated();
      if (subject.assignments.some((assigned) => assigned.person === person)) return null;
      const facts = { caseId, title: subject.content.title };
      return {
        changes: { assignments: [...subject.assignments, { person, by: caller.id, at: now.toISOString() }] },
        action: 'case.assigned',
        detail: { person },
        announced: person === caller.id ? [] : [toPerson(person, 'case.assigned', facts)],
      };
    });
  }

  /** Lets the case go, whoever had it. */
  async release(caseId: string, person: string, caller: Principal, now: Date) {
    return this.changeCase.execute(caseId, caller, now, ({ assignments }) => ({
      changes: { assignments: assignments.filter((assigned) => assigned.person !== person) },
      action: 'case.released',
      detail: { person },
    }));
  }
}
