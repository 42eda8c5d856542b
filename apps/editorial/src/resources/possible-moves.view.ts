import { Injectable } from '@nestjs/common';
import { holds, type Principal } from '#access';
import { Seats } from '../cases/seats.ts';
import { nationalCommittee } from '../committees/committee.ts';
import { lastingConditions } from '../labels/label-conditions.ts';
import { isAuthor } from './move-resource.ts';
import { commands, moves, type Resource } from './resource.ts';

/** What whoever reads the record of a resource may do with it now. Whoever only asks is answered by the committee. */
@Injectable()
export class PossibleMoves {
  constructor(private readonly seats: Seats) {}

  async of(resource: Resource, caller: Principal, now: Date) {
    const { current, committee } = resource;
    const onlyAsks = isAuthor(resource, caller);
    const isMember = holds(caller, 'committee-member') && !onlyAsks;
    const mayMove = isMember && (await this.seats.mayOverride(caller, committee, now));
    const possible = commands.filter((command) => moves[command].from.includes(current.status));
    const allowed = possible.filter((command) => onlyAsks || mayMove || (isMember && command === 'flag'));
    return {
      moves: allowed.map((command) => ({ command, onlyAsks })),
      /** Whether they may answer what its author asked. */
      mayAnswer: mayMove,
      label: {
        mayPropose: isMember && current.label === 'none' && lastingConditions(current).length === 0,
        mayRevoke:
          isMember && current.label === 'reference' && (await this.seats.sitsOn(caller, [nationalCommittee], now)),
      },
      mayVerify: holds(caller, 'verifier') && ['published', 'flagged'].includes(current.status),
      mayOpenTrial: (onlyAsks || isMember) && current.status === 'published',
    };
  }
}
