import { Injectable } from '@nestjs/common';
import { holds, KeyRing, type Principal } from '#access';
import { CommitteeRepository } from '../committees/committee.repository.ts';
import {
  type Committee,
  competentFor,
  holdersOf,
  isInTerm,
  mayOverride,
  nationalCommittee,
} from '../committees/committee.ts';
import { quorumFor } from '../policy/policy.ts';
import { type Case, counts } from './case.ts';

/** A place from which an opinion is given, by whoever may speak from it. */
export interface OpenSeat {
  readonly id: string;
  readonly committee: string;
  readonly college: string;
  readonly network: string;
  readonly holders: readonly string[];
}

/** Who sits on which committee. */
@Injectable()
export class Seats {
  constructor(
    private readonly ring: KeyRing,
    private readonly committees: CommitteeRepository,
  ) {}

  /** The seats whose opinion would count on this case. */
  async countingOn(subject: Case, now: Date): Promise<OpenSeat[]> {
    const all = await this.committees.all();
    return this.counting(subject, committeesOf(subject, all), now);
  }

  /** How many seats and colleges each committee has in term. */
  async strengths(now: Date): Promise<{ id: string; name: string; seats: number; colleges: number }[]> {
    const all = await this.committees.all();
    return Promise.all(
      all.map(async (committee) => {
        const seats = await this.open(committee, now);
        const colleges = new Set(seats.map(({ college }) => college)).size;
        return { id: committee._id, name: committee.name, seats: seats.length, colleges };
      }),
    );
  }

  /** The seat from which somebody speaks on a case; null when they have none there. */
  async seatOf(caller: Principal, subject: Case, now: Date): Promise<OpenSeat | null> {
    const all = await this.committees.all();
    return this.seatIn(caller, committeesOf(subject, all), now);
  }

  /** Whether somebody sits on one of these committees. */
  async sitsOn(caller: Principal, ids: readonly string[], now: Date): Promise<boolean> {
    const all = await this.committees.all();
    return (
      (await this.seatIn(
        caller,
        all.filter(({ _id }) => ids.includes(_id)),
        now,
      )) !== null
    );
  }

  /** Everybody who holds a seat of a committee, or is deputy there. */
  async holdersOn(committee: string, now: Date): Promise<string[]> {
    const found = (await this.committees.all()).filter(({ _id }) => _id === committee);
    const open = (await Promise.all(found.map((one) => this.open(one, now)))).flat();
    return [...new Set(open.flatMap(({ holders }) => holders))];
  }

  /** Whether somebody may undo what a committee published: a member of it, or of one that it answers to. */
  async mayOverride(caller: Principal, committee: string, now: Date): Promise<boolean> {
    return this.sitsOn(caller, mayOverride(await this.committees.all(), committee), now);
  }

  /**
   * The committee that is competent, and those heard beside it. One whose seats could never make the quorum on it leaves
   * the case to the one above.
   */
  async route(subject: Case, now: Date): Promise<{ committee: string; consulted: string[] }> {
    const all = await this.committees.all();
    const competent = competentFor(all, subject.content);
    for (let at: Committee | undefined = competent[0]; at; at = all.find(({ _id }) => _id === at?.parent)) {
      const heard = competent.slice(1).filter((other) => other !== at);
      if (!at.parent || (await this.canDecide(subject, [at, ...heard], now))) {
        return { committee: at._id, consulted: heard.map(({ _id }) => _id) };
      }
    }
    return { committee: nationalCommittee, consulted: [] };
  }

  private async canDecide(subject: Case, committees: readonly Committee[], now: Date): Promise<boolean> {
    const seats = await this.counting(subject, committees, now);
    const quorum = quorumFor(subject.policy, subject.content.family, subject.procedure);
    return seats.length >= quorum.opinions && new Set(seats.map(({ college }) => college)).size >= quorum.colleges;
  }

  private async counting(subject: Case, committees: readonly Committee[], now: Date): Promise<OpenSeat[]> {
    const open = (await Promise.all(committees.map((committee) => this.open(committee, now)))).flat();
    return open.filter((seat) => seat.holders.some((holder) => counts(subject, holder, seat.network)));
  }

  private async open(committee: Committee, now: Date): Promise<OpenSeat[]> {
    if (!committee.seats) return this.grantedSeats(committee._id);
    return committee.seats
      .filter((seat) => isInTerm(seat, now))
      .map((seat) => ({ ...seat, committee: committee._id, holders: holdersOf(seat) }));
  }

  private async grantedSeats(committee: string): Promise<OpenSeat[]> {
    const members = await this.ring.members.find({ 'grants.role': 'committee-member' } as never).lean();
    return members.flatMap(({ _id, grants }) => {
      const seat = grants.find(({ role }) => role === 'committee-member');
      return seat?.network && seat.college
        ? [{ id: _id, committee, college: seat.college, network: seat.network, holders: [_id] }]
        : [];
    });
  }

  private async seatIn(caller: Principal, committees: readonly Committee[], now: Date): Promise<OpenSeat | null> {
    if (!holds(caller, 'committee-member')) return null;
    for (const { _id, seats } of committees) {
      const held = seats?.find((seat) => isInTerm(seat, now) && holdersOf(seat).includes(caller.id));
      if (held) return { ...held, committee: _id, holders: holdersOf(held) };
      const grant = seats ? undefined : caller.grants.find(({ role }) => role === 'committee-member');
      if (grant?.college && grant.network) {
        return { id: caller.id, committee: _id, college: grant.college, network: grant.network, holders: [caller.id] };
      }
    }
    return null;
  }
}

const committeesOf = ({ committee, consulted }: Case, all: readonly Committee[]): Committee[] =>
  [committee, ...consulted].flatMap((id) => all.find(({ _id }) => _id === id) ?? []);
