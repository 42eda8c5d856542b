import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { ChangeCase } from './change-case.ts';

/** A member steps back from a case, and says why: what they said no longer counts, and their deputy may speak. */
@Injectable()
export class Recuse {
  constructor(private readonly changeCase: ChangeCase) {}

  async execute(caseId: string, reason: string, caller: Principal, now: Date) {
    return this.changeCase.execute(caseId, caller, now, ({ recusals, opinions, assignments }, seat) => {
      if (recusals.some(({ member }) => member === caller.id)) return null;
      const recusal = { member: caller.id, seat: seat.id, reason, at: now.toISOString() };
      return {
        changes: {
          recusals: [...recusals, recusal],
          opinions: opinions.filter(({ member }) => member !== caller.id),
          assignments: assignments.filter(({ person }) => person !== caller.id),
        },
        action: 'member.recused',
        detail: { reason },
      };
    });
  }
}
