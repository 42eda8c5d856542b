import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { ChangeCase } from './change-case.ts';
import { NoOpinion } from './reviewing.problems.ts';

/** A member takes their opinion back before the decision: the arithmetic begins again without it. */
@Injectable()
export class WithdrawOpinion {
  constructor(private readonly changeCase: ChangeCase) {}

  async execute(caseId: string, caller: Principal, now: Date) {
    return this.changeCase.execute(caseId, caller, now, ({ opinions }, seat) => {
      const others = opinions.filter((opinion) => opinion.seat !== seat.id && opinion.member !== caller.id);
      if (others.length === opinions.length) throw new NoOpinion();
      return { changes: { opinions: others }, action: 'opinion.withdrawn' };
    });
  }
}
