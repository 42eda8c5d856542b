import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Forbidden } from '#platform';
import { KnownNetworks } from '../networks/remember-networks.ts';
import { AlreadyVerifier, CaseDecided, CaseNotFound, OwnNetwork, StaleVersion } from './case.problems.ts';
import { CaseRepository } from './case.repository.ts';
import type { Case, Opinion } from './case.ts';
import { DecideCase } from './decide-case.ts';
import type { Missing } from './evaluate.ts';
import type { GivenOpinion } from './opinion.schema.ts';

/** A member of the committee gives an opinion, or another one; the decision falls by itself when the rules are met. */
@Injectable()
export class RecordOpinion {
  constructor(
    private readonly cases: CaseRepository,
    private readonly networks: KnownNetworks,
    private readonly decideCase: DecideCase,
  ) {}

  async execute(
    caseId: string,
    given: GivenOpinion,
    caller: Principal,
    now: Date,
  ): Promise<{ subject: Case; missing: readonly Missing[] }> {
    const seat = caller.grants.find(({ role }) => role === 'committee-member');
    if (!seat?.college || !seat.network) throw new Forbidden();
    const kinds = await this.networks.kinds([seat.network]);
    const opinion: Opinion = {
      ...given,
      scope: given.scope ?? null,
      verdict: given.verdict ?? null,
      comment: given.comment ?? null,
      member: caller.id,
      college: seat.college,
      network: seat.network,
      networkKind: kinds.get(seat.network) ?? 'territorial',
      at: now.toISOString(),
    };
    return this.cases.store.change(async () => {
      const subject = await this.cases.store.find(caseId);
      if (!subject) throw new CaseNotFound();
      refuse(subject, opinion);
      const others = subject.opinions.filter(({ member }) => member !== opinion.member);
      return this.decideCase.execute(subject, { opinions: [...others, opinion] }, now);
    });
  }
}

const refuse = (subject: Case, { member, network, version }: Opinion): void => {
  if (subject.decision) throw new CaseDecided(subject.decision.outcome);
  if (version !== subject.version) throw new StaleVersion(subject.version);
  if (subject.involvedNetworks.includes(network)) throw new OwnNetwork();
  if (subject.verifications.some(({ verifier }) => verifier === member)) throw new AlreadyVerifier();
};
