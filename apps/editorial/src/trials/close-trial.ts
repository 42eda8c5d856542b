import { Injectable } from '@nestjs/common';
import { holds, type Principal } from '#access';
import { Forbidden } from '#platform';
import { recorded } from '../audit/recorded.ts';
import { toNetwork } from '../notices/notices.ts';
import { isAuthor } from '../resources/move-resource.ts';
import { ResourceRepository } from '../resources/resource.repository.ts';
import { TrialOver } from './trial.problems.ts';
import { TrialRepository } from './trial.repository.ts';
import { isOpen, type Trial } from './trial.ts';

/** Whoever may open a trial ends it before its day; those who tried are told. */
@Injectable()
export class CloseTrial {
  constructor(
    private readonly trials: TrialRepository,
    private readonly resources: ResourceRepository,
  ) {}

  async execute(resourceId: string, trialId: string, caller: Principal, now: Date): Promise<Trial> {
    const resource = await this.resources.get(resourceId);
    if (!isAuthor(resource, caller) && !holds(caller, 'committee-member')) throw new Forbidden();
    return this.trials.store.change(async () => {
      const trial = await this.trials.get(trialId, resourceId);
      if (!isOpen(trial, now)) throw new TrialOver();
      const facts = { resourceId, title: resource.current.title };
      return this.trials.store.save(
        trial,
        { closedAt: now.toISOString() },
        now,
        ...trial.volunteers.map(({ network }) => toNetwork(network.id, 'trial.closed', facts)),
        recorded('trial.closed', caller, { kind: 'resource', id: resourceId }),
      );
    });
  }
}
