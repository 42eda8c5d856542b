import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { counts } from '../cases/case.ts';
import { Seats } from '../cases/seats.ts';
import { toPeople } from '../notices/notices.ts';
import { ChangeCase } from './change-case.ts';
import { NotCounted } from './reviewing.problems.ts';

/** A member whose opinion counts objects, with reasons: no decision falls by itself any more, the next session takes it. */
@Injectable()
export class ObjectToCase {
  constructor(
    private readonly changeCase: ChangeCase,
    private readonly seats: Seats,
  ) {}

  async execute(caseId: string, reason: string, caller: Principal, now: Date) {
    return this.changeCase.execute(caseId, caller, now, async (subject, seat) => {
      if (!counts(subject, caller.id, seat.network)) throw new NotCounted();
      const objection = { member: caller.id, seat: seat.id, reason, at: now.toISOString() };
      const others = subject.objections.filter(({ member }) => member !== caller.id);
      const holders = (await this.seats.countingOn(subject, now)).flatMap((open) => open.holders);
      const facts = { caseId, title: subject.content.title, reason };
      return {
        changes: { objections: [...others, objection], status: 'in-session' },
        action: 'objection.raised',
        detail: { reason },
        announced: toPeople(
          holders.filter((holder) => holder !== caller.id),
          'case.objection',
          facts,
        ),
      };
    });
  }
}
