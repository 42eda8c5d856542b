import { Injectable } from '@nestjs/common';
import { holds, type Principal } from '#access';
import type { NoticeKind } from '#contracts';
import { createOnce, type IdempotentRequest, idempotencyOf, newId } from '#persistence';
import { checked, RevisionMismatch } from '#platform';
import { recorded } from '../audit/recorded.ts';
import { Seats } from '../cases/seats.ts';
import { CommitteeRepository } from '../committees/committee.repository.ts';
import { toPeople } from '../notices/notices.ts';
import { Agenda } from './agenda.view.ts';
import { NotChair, SessionOver } from './session.problems.ts';
import { SessionRepository } from './session.repository.ts';
import {
  type MovedSession,
  nextSessionStatuses,
  type PlannedSession,
  plannedSession,
  type Session,
} from './session.ts';

type SessionNotice = Extract<NoticeKind, `session.${string}`>;

/** The chair of a committee, or an operator, sets a session, moves it, cancels it, and says that it was held. */
@Injectable()
export class PlanSession {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly committees: CommitteeRepository,
    private readonly seats: Seats,
    private readonly agenda: Agenda,
  ) {}

  async plan(
    given: PlannedSession,
    caller: Principal,
    request: IdempotentRequest | undefined,
    now: Date,
  ): Promise<Session> {
    if (!holds(caller, 'operator')) await this.refuse(given.committee, caller, now);
    return createOnce(this.sessions.store.model, request, async () => {
      const facts = { ...timesOf(given), place: given.place ?? null, visioUrl: given.visioUrl ?? null };
      const { committee, title } = given;
      const made = {
        ...facts,
        _id: newId(),
        committee,
        title,
        status: 'planned' as const,
        agenda: null,
        remarks: null,
      };
      const told = await this.told(made, caller, 'session.planned', now);
      const answer = { ...made, v: told.length };
      return this.sessions.store.insert(
        { ...made, idempotency: idempotencyOf(request, answer, new Date()) },
        now,
        ...told,
      );
    });
  }

  async move(id: string, given: MovedSession, revision: number, caller: Principal, now: Date): Promise<Session> {
    const session = await this.sessions.get(id);
    if (!holds(caller, 'operator')) await this.refuse(session.committee, caller, now);
    if (session.v !== revision) throw new RevisionMismatch();
    if (session.status !== 'planned') throw new SessionOver(session.status);
    const { status, ...changes } = given;
    const { committee, title, startsAt, endsAt } = { ...session, ...changes };
    const times = timesOf(checked(plannedSession, { committee, title, startsAt, endsAt }));
    const changed = { ...session, ...changes, ...times, status: status ?? session.status } as Session;
    const told = await this.told(changed, caller, status ? 'session.cancelled' : 'session.moved', now);
    const { _id, v, ...fields } = changed;
    return this.sessions.store.save(session, fields, now, ...told);
  }

  /** Freezes what was before it: the minutes are made of that. */
  async hold(id: string, remarks: string | null, caller: Principal, now: Date): Promise<Session> {
    return this.sessions.store.change(async () => {
      const session = await this.sessions.get(id);
      await this.refuse(session.committee, caller, now);
      if (!nextSessionStatuses[session.status].includes('held')) throw new SessionOver(session.status);
      const agenda = (await this.agenda.of(session, now)).map(({ caseId }) => caseId);
      const told = recorded('session.held', caller, { kind: 'session', id }, { detail: { cases: agenda.length } });
      return this.sessions.store.save(session, { status: 'held', agenda, remarks }, now, told);
    });
  }

  /** @throws NotChair when a chair is named and it is somebody else, or when they do not sit there at all. */
  async refuse(committeeId: string, caller: Principal, now: Date): Promise<void> {
    const { chair } = await this.committees.get(committeeId);
    const isChair = chair ? chair === caller.id : await this.seats.sitsOn(caller, [committeeId], now);
    if (!isChair) throw new NotChair();
  }

  private async told(session: Omit<Session, 'v'>, caller: Principal, action: SessionNotice, now: Date) {
    const { _id: id, title, startsAt, committee } = session;
    const holders = await this.seats.holdersOn(committee, now);
    const isSoon = Date.parse(startsAt) - now.getTime() < 48 * 3_600_000;
    return [
      ...toPeople(holders, action, { sessionId: id, title, startsAt, committee }, isSoon ? 'now' : 'digest'),
      recorded(action, caller, { kind: 'session', id }, { detail: { committee, startsAt } }),
    ];
  }
}

const timesOf = ({ startsAt, endsAt }: Pick<PlannedSession, 'startsAt' | 'endsAt'>) => ({
  startsAt: new Date(startsAt).toISOString(),
  endsAt: new Date(endsAt).toISOString(),
});
