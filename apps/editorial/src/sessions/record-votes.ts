import { Injectable } from '@nestjs/common';
import { KnownNetworks, type Principal } from '#access';
import { type FieldError, InvalidFields } from '#platform';
import { recordedOn } from '../audit/recorded.ts';
import { CaseRepository } from '../cases/case.repository.ts';
import { type Case, type Opinion, unmarked } from '../cases/case.ts';
import { DecideCase } from '../cases/decide-case.ts';
import { type OpenSeat, Seats } from '../cases/seats.ts';
import { PlanSession } from './plan-session.ts';
import { NotOnAgenda, SessionOver } from './session.problems.ts';
import { SessionRepository } from './session.repository.ts';
import type { RecordedVotes } from './session.ts';

type Vote = RecordedVotes['votes'][number];

/** The chair records what the members said in session: opinions like any other, and an objection holds nothing up. */
@Injectable()
export class RecordVotes {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly planSession: PlanSession,
    private readonly cases: CaseRepository,
    private readonly seats: Seats,
    private readonly networks: KnownNetworks,
    private readonly decideCase: DecideCase,
  ) {}

  async execute(sessionId: string, { caseId, votes }: RecordedVotes, caller: Principal, now: Date) {
    const session = await this.sessions.get(sessionId);
    await this.planSession.refuse(session.committee, caller, now);
    if (session.status !== 'planned') throw new SessionOver(session.status);
    return this.cases.store.change(async () => {
      const subject = await this.cases.undecided(caseId);
      if (subject.committee !== session.committee) throw new NotOnAgenda();
      const voting = await this.votingSeats(subject, votes, now);
      const kinds = await this.networks.kinds(voting.map(({ network }) => network));
      const said = votes.map((vote, index) => asOpinion(subject, vote, voting[index] as OpenSeat, kinds, now));
      const voted = new Set(said.map(({ seat }) => seat));
      const opinions = [...subject.opinions.filter(({ seat }) => !voted.has(seat)), ...said];
      const announced = [recordedOn(subject, 'session.voted', caller, { session: sessionId, votes: votes.length })];
      const changes = { opinions, session: sessionId };
      return this.decideCase.execute(subject, changes, now, { announced, inSession: true });
    });
  }

  /** @throws InvalidFields naming the votes of seats that do not count on the case */
  private async votingSeats(subject: Case, votes: readonly Vote[], now: Date): Promise<OpenSeat[]> {
    const counting = await this.seats.countingOn(subject, now);
    const found = votes.map(({ seat }) => counting.find(({ id }) => id === seat));
    const errors = found.flatMap((seat, index): FieldError[] =>
      seat ? [] : [{ pointer: `/votes/${index}/seat`, code: 'unknown-seat', detail: unknownSeat }],
    );
    if (errors.length) throw new InvalidFields(errors);
    return found as OpenSeat[];
  }
}

const unknownSeat = {
  fr: 'Ce siège ne compte pas sur ce dossier.',
  en: 'This seat does not count on this case.',
};

/** A vote keeps what its seat had said of the criteria, where it had. */
const asOpinion = (
  subject: Case,
  { seat: id, recommendation, scope, verdict, comment }: Vote,
  { committee, college, network, holders }: OpenSeat,
  kinds: ReadonlyMap<string, string>,
  now: Date,
): Opinion => {
  const before = subject.opinions.find(({ seat }) => seat === id);
  return {
    member: before?.member ?? holders[0] ?? id,
    seat: id,
    committee,
    college,
    network,
    networkKind: kinds.get(network) ?? 'territorial',
    version: subject.version,
    recommendation,
    criteria: before?.criteria ?? unmarked,
    scope: scope ?? before?.scope ?? null,
    verdict: verdict ?? before?.verdict ?? null,
    comment: comment ?? before?.comment ?? null,
    at: now.toISOString(),
  };
};
