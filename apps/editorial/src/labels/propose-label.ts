import { Injectable } from '@nestjs/common';
import { holds, type Principal } from '#access';
import { createOnce, type IdempotentRequest, idempotencyOf, isDuplicateKey, newId } from '#persistence';
import { Forbidden } from '#platform';
import { recordedOn } from '../audit/recorded.ts';
import { CaseRepository } from '../cases/case.repository.ts';
import { type Case, newCase } from '../cases/case.ts';
import { nextEvaluation } from '../cases/evaluate.ts';
import { Policies } from '../policy/policies.ts';
import { isAuthor } from '../resources/move-resource.ts';
import { ResourceNotFound, ResourceNotPublished } from '../resources/resource.problems.ts';
import { ResourceRepository } from '../resources/resource.repository.ts';
import type { Resource } from '../resources/resource.ts';
import { LabelNotPossible, ProposalUnderWay } from './label.problems.ts';
import { lastingConditions } from './label-conditions.ts';

export interface Proposed {
  readonly caseId: string;
  readonly resource: string;
  readonly version: number;
}

/**
 * Puts a public resource to the second, stricter vote. What may still be gathered (adoptions, a professional's check) is
 * part of the procedure; what cannot is refused at once. While one is under way no other begins.
 */
@Injectable()
export class ProposeLabel {
  constructor(
    private readonly cases: CaseRepository,
    private readonly resources: ResourceRepository,
    private readonly policies: Policies,
  ) {}

  async execute(id: string, caller: Principal, request: IdempotentRequest | undefined, now: Date): Promise<Proposed> {
    const resource = await this.resources.get(id);
    if (!holds(caller, 'committee-member') || isAuthor(resource, caller)) throw new Forbidden();
    return createOnce(this.cases.store.model, request, () => this.open(resource, caller, request, now));
  }

  private async open(
    resource: Resource,
    caller: Principal,
    request: IdempotentRequest | undefined,
    now: Date,
  ): Promise<Proposed> {
    refuse(resource);
    const { _id: id, current } = resource;
    const [before, publication] = await Promise.all([
      this.cases.proposalsOf(id),
      this.cases.publicationOf(id, current.version),
    ]);
    if (!publication) throw new ResourceNotFound();
    const underWay = before.find(({ decision }) => !decision);
    if (underWay) throw new ProposalUnderWay(underWay._id);
    const answer = { caseId: newId(), resource: id, version: current.version };
    const proposal = { ...(await this.caseFrom(publication, resource, now)), _id: answer.caseId };
    const idempotency = idempotencyOf(request, answer, new Date());
    await this.cases.store
      .insert(
        { ...proposal, proposal: before.length + 1, idempotency },
        now,
        recordedOn(proposal, 'label.proposed', caller, { resource: id }),
      )
      .catch((error: unknown) => {
        // Somebody proposed it at the same moment, or this very request came twice.
        throw isDuplicateKey(error) && !request ? new ProposalUnderWay(id) : error;
      });
    return answer;
  }

  /** Before the national committee, whoever published it. */
  private async caseFrom(publication: Case, { verifications }: Resource, now: Date): Promise<Omit<Case, 'v'>> {
    const { contributionId, version, network, involvedNetworks, content } = publication;
    const policy = await this.policies.current(now);
    const openedAt = now.toISOString();
    return {
      ...newCase,
      _id: '',
      procedure: 'label',
      contributionId,
      version,
      network,
      involvedNetworks,
      content,
      endorsedBy: null,
      endorsedAs: 0,
      policy,
      verifications,
      openedAt,
      evaluateAt: nextEvaluation({ openedAt, policy, urgent: null }, now),
    };
  }
}

const refuse = ({ current }: Resource): void => {
  if (current.status !== 'published') throw new ResourceNotPublished(current.status);
  const unmet = lastingConditions(current);
  if (unmet.length) throw new LabelNotPossible(unmet);
};
