import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Seats } from '../cases/seats.ts';
import { toPeople } from '../notices/notices.ts';
import { ChangeCase } from './change-case.ts';
import { NotUrgent } from './reviewing.problems.ts';

/** The urgent procedure of legal watch: the same quorum, a deadline in hours, and members called at once. */
@Injectable()
export class UrgeCase {
  constructor(
    private readonly changeCase: ChangeCase,
    private readonly seats: Seats,
  ) {}

  async execute(caseId: string, reason: string, caller: Principal, now: Date) {
    return this.changeCase.execute(caseId, caller, now, async (subject) => {
      if (subject.content.family !== 'legal-watch') throw new NotUrgent();
      if (subject.urgent) return null;
      const deadline = new Date(now.getTime() + subject.policy.urgentHours * 3_600_000).toISOString();
      const spoken = new Set(subject.opinions.map(({ seat }) => seat));
      const called = (await this.seats.countingOn(subject, now)).filter(({ id }) => !spoken.has(id));
      const facts = { caseId, title: subject.content.title, reason, deadline };
      return {
        changes: { urgent: { deadline, reason } },
        action: 'case.urged',
        detail: { reason, deadline },
        announced: toPeople(
          called.flatMap(({ holders }) => holders),
          'case.urgent',
          facts,
          'now',
        ),
      };
    });
  }
}
