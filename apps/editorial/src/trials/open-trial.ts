import { Injectable } from '@nestjs/common';
import { holds, type Principal } from '#access';
import { createOnce, type IdempotentRequest, idempotencyOf, isDuplicateKey, newId } from '#persistence';
import { Forbidden, InvalidFields } from '#platform';
import { recorded } from '../audit/recorded.ts';
import { isAuthor } from '../resources/move-resource.ts';
import { ResourceNotPublished } from '../resources/resource.problems.ts';
import { ResourceRepository } from '../resources/resource.repository.ts';
import { TrialUnderWay } from './trial.problems.ts';
import { TrialRepository } from './trial.repository.ts';
import { type GivenTrial, isOpen, type Trial } from './trial.ts';

/** Its own network, or a member of the committee, offers a public resource to be tried out. One trial at a time. */
@Injectable()
export class OpenTrial {
  constructor(
    private readonly trials: TrialRepository,
    private readonly resources: ResourceRepository,
  ) {}

  async execute(
    resourceId: string,
    { closesAt, questions }: GivenTrial,
    caller: Principal,
    request: IdempotentRequest | undefined,
    now: Date,
  ): Promise<Trial> {
    const resource = await this.resources.get(resourceId);
    const { status, version } = resource.current;
    if (!isAuthor(resource, caller) && !holds(caller, 'committee-member')) throw new Forbidden();
    if (status !== 'published') throw new ResourceNotPublished(status);
    if (Date.parse(closesAt) <= now.getTime()) throw new InvalidFields([past]);
    return createOnce(this.trials.store.model, request, async () => {
      const before = await this.trials.of(resourceId);
      const underWay = before.find((trial) => isOpen(trial, now));
      if (underWay) throw new TrialUnderWay(underWay._id);
      const _id = newId();
      const made = {
        _id,
        resource: resourceId,
        number: before.length + 1,
        version,
        questions,
        openedAt: now.toISOString(),
        closesAt: new Date(closesAt).toISOString(),
        closedAt: null,
        volunteers: [],
      };
      const idempotency = idempotencyOf(request, { ...made, v: 1 }, new Date());
      const told = recorded('trial.opened', caller, { kind: 'resource', id: resourceId }, { version });
      return this.trials.store.insert({ ...made, idempotency }, now, told).catch((error: unknown) => {
        throw isDuplicateKey(error) && !request ? new TrialUnderWay(_id) : error;
      });
    });
  }
}

const past = {
  pointer: '/closesAt',
  code: 'in-the-past',
  detail: { fr: 'Un essai finit dans l’avenir.', en: 'A trial ends in the future.' },
};
