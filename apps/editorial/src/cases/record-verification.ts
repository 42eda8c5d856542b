import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
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
    const right = caller.grants.find(({ role }) => role === 'verifier');
    if (!right?.verifierKind) throw new Forbidden();
    const kind = right.verifierKind;
    return this.cases.store.change(async () => {
      const subject = await this.cases.store.find(caseId);
      if (!subject) throw new CaseNotFound();
      if (subject.decision) throw new CaseDecided(subject.decision.outcome);
      if (given.version !== subject.version) throw new StaleVersion(subject.version);
      const verification: Verification = {
        verifier: caller.id,
        kind,
        // Somebody of a producing network is no third party.
        independence: subject.involvedNetworks.includes(right.network ?? '') ? 'internal' : given.independence,
        perimeter: given.perimeter,
        verifiedAt: given.verifiedAt ? new Date(given.verifiedAt).toISOString() : now.toISOString(),
        validUntil: given.validUntil ? new Date(given.validUntil).toISOString() : null,
      };
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
