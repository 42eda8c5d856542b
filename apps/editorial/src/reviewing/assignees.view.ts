import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { personContacts } from '#contracts';
import { Queries } from '#messaging';
import { colleges } from '#taxonomy';
import { CaseRepository } from '../cases/case.repository.ts';
import { counts } from '../cases/case.ts';
import { Seats } from '../cases/seats.ts';
import { NoSeat } from '../committees/committee.problems.ts';

/** To whom a member may give a case: whose opinion counts there. Members may know one another’s names. */
@Injectable()
export class Assignees {
  constructor(
    private readonly cases: CaseRepository,
    private readonly seats: Seats,
    private readonly queries: Queries,
  ) {}

  /** @throws CaseNotFound, CaseDecided, NoSeat */
  async of(caseId: string, caller: Principal, now: Date) {
    const subject = await this.cases.undecided(caseId);
    if (!(await this.seats.seatOf(caller, subject, now))) throw new NoSeat(subject.committee);
    const counting = await this.seats.countingOn(subject, now);
    const found = counting.flatMap(({ holders, college, network }) =>
      holders
        .filter((person) => counts(subject, person, network))
        .map((person) => ({ person, college, network, isDeputy: person !== holders[0] })),
    );
    const names = await this.namesOf([...new Set(found.map(({ person }) => person))]);
    const items = found.map((holder) => ({
      ...holder,
      /** Null when nobody can tell now. */
      name: names.get(holder.person) ?? null,
      collegeLabel: colleges.label(holder.college),
      isAssigned: subject.assignments.some(({ person }) => person === holder.person),
    }));
    return { items, total: items.length, next: null };
  }

  private async namesOf(people: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (people.length === 0) return new Map();
    const ids = people.slice(0, 100);
    const told = await this.queries.ask(personContacts, { ids }).catch(() => ({ items: [] }));
    return new Map(told.items.map(({ id, name }) => [id, name]));
  }
}
