import { Injectable } from '@nestjs/common';
import { KeyRing } from '#access';
import type { Case } from './case.ts';
import { counts } from './case.ts';

/** Who sits on the committee. */
@Injectable()
export class Seats {
  constructor(private readonly ring: KeyRing) {}

  /** The members whose opinion would count on this case. */
  async countingOn(subject: Case): Promise<string[]> {
    const members = await this.ring.members.find({ 'grants.role': 'committee-member' } as never).lean();
    return members.flatMap(({ _id, grants }) => {
      const seat = grants.find(({ role }) => role === 'committee-member');
      return seat && counts(subject, _id, seat.network ?? '') ? [_id] : [];
    });
  }
}
