import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import type { CommitteePolicy } from '#contracts';
import { createOnce, type IdempotentRequest, idempotencyOf, isDuplicateKey } from '#persistence';
import { InvalidFields, Problem } from '#platform';
import { AuditLog } from '../audit/audit-log.ts';
import { recorded } from '../audit/recorded.ts';
import { Policies } from './policies.ts';
import { changedRules, type NewPolicyVersion } from './policy.schema.ts';

class PolicyChangedMeanwhile extends Problem {
  constructor() {
    super('policy-changed', 409, {
      fr: 'Une autre version vient d’être ajoutée : relisez-la, puis recommencez.',
      en: 'Another version was just added: read it, then try again.',
    });
  }
}

/** An operator adds a version of the rules, in force from a day on. What opened before keeps the rules it opened under. */
@Injectable()
export class AddPolicyVersion {
  constructor(
    private readonly policies: Policies,
    private readonly audit: AuditLog,
  ) {}

  async execute(
    given: NewPolicyVersion,
    caller: Principal,
    request: IdempotentRequest | undefined,
    now: Date,
  ): Promise<CommitteePolicy> {
    return createOnce(this.policies.model, request, () => this.add(given, caller, request, now));
  }

  private async add(
    { changes, activeFrom, comment }: NewPolicyVersion,
    caller: Principal,
    request: IdempotentRequest | undefined,
    now: Date,
  ): Promise<CommitteePolicy> {
    const from = activeFrom ? new Date(activeFrom) : now;
    if (from < now) {
      const detail = { fr: 'Une règle ne vaut pas pour le passé.', en: 'A rule is not for the past.' };
      throw new InvalidFields([{ pointer: '/activeFrom', code: 'in-the-past', detail }]);
    }
    // The last one added, in force or not yet: what it says is what is being changed.
    const latest = await this.policies.latest();
    if (from < new Date(latest.activeFrom)) throw new InvalidFields([beforeTheLast(latest)]);
    const dated = { version: latest.version + 1, activeFrom: from.toISOString(), comment };
    const policy = { ...dated, ...changedRules(latest, changes) };
    await this.policies.add(policy, idempotencyOf(request, policy, new Date())).catch((error: unknown) => {
      throw isDuplicateKey(error) && !request ? new PolicyChangedMeanwhile() : error;
    });
    const facts = { policyVersion: policy.version, detail: { comment, activeFrom: policy.activeFrom } };
    await this.audit.keep(recorded('policy.added', caller, { kind: 'policy', id: String(policy.version) }, facts), now);
    return policy;
  }
}

/** A version says what the one before it says and more: it cannot be in force first. */
const beforeTheLast = ({ version, activeFrom }: CommitteePolicy) => ({
  pointer: '/activeFrom',
  code: 'before-the-last',
  detail: {
    fr: `La version ${version} vaut à partir du ${activeFrom} : celle-ci ne peut pas la précéder.`,
    en: `Version ${version} begins on ${activeFrom}: this one cannot precede it.`,
  },
});
