import { Injectable } from '@nestjs/common';
import { KnownNetworks, type Principal } from '#access';
import { AuditLog } from '../audit/audit-log.ts';
import { recordedOn } from '../audit/recorded.ts';
import { NoSeat } from '../committees/committee.problems.ts';
import { AlreadyVerifier, CaseDecided, CaseNotFound, OwnNetwork, Recused, StaleVersion } from './case.problems.ts';
import { CaseRepository } from './case.repository.ts';
import type { Case, Opinion } from './case.ts';
import { DecideCase } from './decide-case.ts';
import type { Missing } from './evaluate.ts';
import type { GivenOpinion } from './opinion.schema.ts';
import { type OpenSeat, Seats } from './seats.ts';

/** A member of the committee gives an opinion, or another one; the decision falls by itself when the rules are met. */
@Injectable()
export class RecordOpinion {
  constructor(
    private readonly cases: CaseRepository,
    private readonly networks: KnownNetworks,
    private readonly decideCase: DecideCase,
    private readonly seats: Seats,
    private readonly audit: AuditLog,
  ) {}

  async execute(
    caseId: string,
    given: GivenOpinion,
    caller: Principal,
    now: Date,
  ): Promise<{ subject: Case; missing: readonly Missing[] }> {
    return this.cases.store.change(async () => {
      const subject = await this.cases.store.find(caseId);
      if (!subject) throw new CaseNotFound();
      const seat = await this.seats.seatOf(caller, subject, now);
      if (!seat) throw new NoSeat(subject.committee);
      const opinion = await this.opinionFrom(seat, given, caller, now);
      await this.refuse(subject, opinion, caller, now);
      const others = subject.opinions.filter((other) => other.member !== opinion.member && other.seat !== seat.id);
      const { recommendation } = opinion;
      const announced = [recordedOn(subject, 'opinion.given', caller, { seat: seat.id, recommendation })];
      return this.decideCase.execute(subject, { opinions: [...others, opinion] }, now, { announced });
    });
  }

  /** An author, or a verifier, who judges is refused, and that they tried is kept. */
  private async refuse(subject: Case, opinion: Opinion, caller: Principal, now: Date): Promise<void> {
    try {
      refuseOpinion(subject, opinion);
    } catch (error) {
      if (error instanceof OwnNetwork || error instanceof AlreadyVerifier || error instanceof Recused) {
        await this.audit.refused('opinion.given', caller, { kind: 'case', id: subject._id }, error.type, now);
      }
      throw error;
    }
  }

  private async opinionFrom(
    { id: seat, committee, college, network }: OpenSeat,
    given: GivenOpinion,
    { id: member }: Principal,
    now: Date,
  ): Promise<Opinion> {
    const kinds = await this.networks.kinds([network]);
    return {
      ...given,
      clarityDetail: given.clarityDetail ?? null,
      commonInterest: given.commonInterest ?? null,
      scope: given.scope ?? null,
      verdict: given.verdict ?? null,
      comment: given.comment ?? null,
      member,
      seat,
      committee,
      college,
      network,
      networkKind: kinds.get(network) ?? 'territorial',
      at: now.toISOString(),
    };
  }
}

/** @throws the problem that says why this opinion is not taken */
export const refuseOpinion = (
  subject: Case,
  { member, network, version }: Pick<Opinion, 'member' | 'network' | 'version'>,
): void => {
  if (subject.decision) throw new CaseDecided(subject.decision.outcome);
  if (version !== subject.version) throw new StaleVersion(subject.version);
  if (subject.involvedNetworks.includes(network)) throw new OwnNetwork();
  if (subject.verifications.some(({ verifier }) => verifier === member)) throw new AlreadyVerifier();
  if (subject.recusals.some((recusal) => recusal.member === member)) throw new Recused();
};
