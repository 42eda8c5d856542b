import { Injectable } from '@nestjs/common';
import { KnownNetworks, type Principal } from '#access';
import { Problem } from '#platform';
import { colleges } from '#taxonomy';
import type { Case } from '../cases/case.ts';
import type { Missing } from '../cases/evaluate.ts';
import { refuseOpinion } from '../cases/record-opinion.ts';
import { type OpenSeat, Seats } from '../cases/seats.ts';
import { NoSeat } from '../committees/committee.problems.ts';
import { canUnblock } from './unblock.ts';

/** What whoever reads a case may do there, or why not, in words; and the seats whose voices count. No person is named. */
@Injectable()
export class ReadersPart {
  constructor(
    private readonly seats: Seats,
    private readonly networks: KnownNetworks,
  ) {}

  async of(subject: Case, missing: readonly Missing[], caller: Principal, now: Date) {
    const [seat, counting] = await Promise.all([
      this.seats.seatOf(caller, subject, now),
      this.seats.countingOn(subject, now),
    ]);
    const refusal = refusalFor(subject, seat, caller.id);
    const kind = seat && (await this.networks.kinds([seat.network])).get(seat.network);
    return {
      mine: {
        seat: seat && shown(seat),
        /** Why an opinion of theirs would not be taken; null when it would. */
        refusal,
        recommendation: subject.opinions.find((opinion) => opinion.seat === seat?.id)?.recommendation ?? null,
        isAssigned: subject.assignments.some(({ person }) => person === caller.id),
        canUnblock: seat && !refusal ? canUnblock(seat, kind ?? 'territorial', subject.opinions, missing) : false,
      },
      seats: counting.map(shown),
    };
  }
}

const shown = ({ id, committee, college, network }: OpenSeat) => ({
  id,
  committee,
  college,
  collegeLabel: colleges.label(college),
  network,
});

const refusalFor = (subject: Case, seat: OpenSeat | null, member: string): string | null => {
  try {
    if (!seat) throw new NoSeat(subject.committee);
    refuseOpinion(subject, { member, network: seat.network, version: subject.version });
    return null;
  } catch (error) {
    if (error instanceof Problem) return error.detail.fr;
    throw error;
  }
};
