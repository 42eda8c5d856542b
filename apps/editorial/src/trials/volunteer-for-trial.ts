import { Injectable } from '@nestjs/common';
import { contributingFor, KnownNetworks, type Principal } from '#access';
import { OwnResource } from '../adoptions/adoption.problems.ts';
import { recorded } from '../audit/recorded.ts';
import { toNetwork } from '../notices/notices.ts';
import { ResourceRepository } from '../resources/resource.repository.ts';
import { TrialOver } from './trial.problems.ts';
import { TrialRepository } from './trial.repository.ts';
import { type GivenVolunteer, isOpen, type Trial } from './trial.ts';

/** Another network tries a resource out, once per trial; the network that produced it is told. */
@Injectable()
export class VolunteerForTrial {
  constructor(
    private readonly trials: TrialRepository,
    private readonly resources: ResourceRepository,
    private readonly networks: KnownNetworks,
  ) {}

  async execute(
    resourceId: string,
    trialId: string,
    given: GivenVolunteer,
    caller: Principal,
    now: Date,
  ): Promise<Trial> {
    const { networkId: id, slug, name } = await this.networks.speakingFor(contributingFor(caller), given.network);
    const { current, involvedNetworks } = await this.resources.get(resourceId);
    if (current.network.id === id || involvedNetworks.includes(id)) throw new OwnResource();
    return this.trials.store.change(async () => {
      const trial = await this.trials.get(trialId, resourceId);
      if (!isOpen(trial, now)) throw new TrialOver();
      if (trial.volunteers.some(({ network }) => network.id === id)) return trial;
      const { territory } = given;
      const volunteer = { network: { id, slug, name }, territory, joinedAt: now.toISOString() };
      const facts = { resourceId, title: current.title, by: name, territory };
      return this.trials.store.save(
        trial,
        { volunteers: [...trial.volunteers, volunteer] },
        now,
        toNetwork(current.network.id, 'trial.volunteered', facts),
        recorded(
          'trial.volunteered',
          caller,
          { kind: 'resource', id: resourceId },
          { detail: { network: id, territory } },
        ),
      );
    });
  }
}
