import { Injectable } from '@nestjs/common';
import { KnownNetworks, type Principal } from '#access';
import { CaseRepository } from '../cases/case.repository.ts';
import { type Case, counts } from '../cases/case.ts';
import { caseSummary } from '../cases/case.view.ts';
import { type OpenSeat, Seats } from '../cases/seats.ts';
import { WeighCase } from '../cases/weigh-case.ts';
import { canUnblock } from './unblock.ts';

const most = 500;

/**
 * The open cases on which somebody counts: first those that their opinion would bring nearer to a decision, of these what
 * is urgent, then what was given to them, then what waits longest.
 */
@Injectable()
export class CaseQueue {
  constructor(
    private readonly cases: CaseRepository,
    private readonly seats: Seats,
    private readonly weighCase: WeighCase,
    private readonly networks: KnownNetworks,
  ) {}

  async of(caller: Principal, { limit, cursor }: { limit: number; cursor?: string | undefined }, now: Date) {
    const open = await this.cases.undecidedCases(most);
    const lines = await Promise.all(open.map((subject) => this.line(subject, caller, now)));
    const items = lines.filter((line) => line !== null).sort(nearestFirst);
    const from = cursor ? items.findIndex(({ id }) => id === cursor) + 1 : 0;
    const page = items.slice(from, from + limit);
    const last = from + limit < items.length ? page.at(-1)?.id : undefined;
    const next = last ? `/api/v1/cases?mine=true&limit=${limit}&cursor=${last}` : null;
    return { items: page, total: items.length, next };
  }

  private async line(subject: Case, caller: Principal, now: Date) {
    const seat = await this.seats.seatOf(caller, subject, now);
    if (!seat || !counts(subject, caller.id, seat.network)) return null;
    const { missing } = await this.weighCase.execute(subject, now);
    const kind = (await this.networks.kinds([seat.network])).get(seat.network) ?? 'territorial';
    return {
      ...caseSummary(subject, missing),
      canUnblock: canUnblock(seat, kind, subject.opinions, missing),
      mine: mineOf(subject, caller.id, seat),
    };
  }
}

const mineOf = ({ opinions, assignments }: Case, person: string, seat: OpenSeat) => ({
  seat: seat.id,
  recommendation: opinions.find((opinion) => opinion.seat === seat.id)?.recommendation ?? null,
  isAssigned: assignments.some((assigned) => assigned.person === person),
});

type Line = NonNullable<Awaited<ReturnType<CaseQueue['of']>>>['items'][number];

const nearestFirst = (a: Line, b: Line): number =>
  Number(b.canUnblock) - Number(a.canUnblock) ||
  Number(Boolean(b.urgent)) - Number(Boolean(a.urgent)) ||
  Number(b.mine.isAssigned) - Number(a.mine.isAssigned) ||
  a.deadline.localeCompare(b.deadline) ||
  a.id.localeCompare(b.id);
