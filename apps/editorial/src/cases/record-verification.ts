import { Injectable } from '@nestjs/common';
import { networksOf, type Principal } from '#access';
import { Forbidden } from '#platform';
import { recordedOn } from '../audit/recorded.ts';
import { CaseDecided, CaseNotFound, StaleVersion } from './case.problems.ts';
import { CaseRepository } from './case.repository.ts';
import type { Case, Verification } from './case.ts';
import { DecideCase } from './decide-case.ts';
import type { GivenVerification } from './opinion.schema.ts';

/** A professional checked this version, within a perimeter. */
@Injectable()
export class RecordVerification {
  constructor(
    private readonly cases: CaseRepository,
    private readonly decideCase: DecideCase,
  ) {}

  async execute(caseId: string, given: GivenVerification, caller: Principal, now: Date): Promise<Case> {
    const kind = verifierKindOf(caller);
    return this.cases.store.change(async () => {
      const subject = await this.cases.store.find(caseId);
      if (!subject) throw new CaseNotFound();
      if (subject.decision) throw new CaseDecided(subject.decision.outcome);
      if (given.version !== subject.version) throw new StaleVersion(subject.version);
      const verification = verificationFrom(given, caller, kind, subject.involvedNetworks, now);
      const others = subject.verifications.filter(({ verifier }) => verifier !== caller.id);
      const changed = await this.decideCase.execute(subject, { verifications: [...others, verification] }, now, {
        announced: [
          recordedOn(subject, 'verification.given', caller, { kind, independence: verification.independence }),
        ],
      });
      return changed.subject;
    });
  }
}

/** @throws Forbidden when they are no verifier */
export const verifierKindOf = (caller: Principal): string => {
  const right = caller.grants.find(({ role }) => role === 'verifier');
  if (!right?.verifierKind) throw new Forbidden();
  return right.verifierKind;
};

export const verificationFrom = (
  { perimeter, independence, verifiedAt, validUntil }: GivenVerification,
  caller: Principal,
  kind: string,
  involvedNetworks: readonly string[],
  now: Date,
): Verification => ({
  verifier: caller.id,
  kind,
  // Somebody of a producing network is no third party.
  independence: networksOf(caller).some((network) => involvedNetworks.includes(network)) ? 'internal' : independence,
  perimeter,
  verifiedAt: verifiedAt ? new Date(verifiedAt).toISOString() : now.toISOString(),
  validUntil: validUntil ? new Date(validUntil).toISOString() : null,
});
