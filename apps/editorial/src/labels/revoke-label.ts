import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { announce, resourceUnlabelled } from '#contracts';
import { Forbidden } from '#platform';
import { Seats } from '../cases/seats.ts';
import { NoSeat } from '../committees/committee.problems.ts';
import { nationalCommittee } from '../committees/committee.ts';
import { isAuthor } from '../resources/move-resource.ts';
import { ResourceRepository } from '../resources/resource.repository.ts';
import { type Resource, unlabelled } from '../resources/resource.ts';
import { toldBeside } from '../resources/resource-announcements.ts';
import { NotLabelled } from './label.problems.ts';

/** A member of the national committee takes the label back, and says why. */
@Injectable()
export class RevokeLabel {
  constructor(
    private readonly resources: ResourceRepository,
    private readonly seats: Seats,
  ) {}

  async execute(id: string, reason: string, caller: Principal, now: Date): Promise<Resource> {
    return this.resources.store.change(async () => {
      const resource = await this.resources.get(id);
      if (isAuthor(resource, caller)) throw new Forbidden();
      if (!(await this.seats.sitsOn(caller, [nationalCommittee], now))) throw new NoSeat(nationalCommittee);
      const { current: previous, history } = resource;
      if (previous.label !== 'reference') throw new NotLabelled();
      const current = unlabelled(previous);
      const facts = { by: caller.id, at: now.toISOString(), version: current.version, reason };
      return this.resources.store.save(
        resource,
        { current, history: [...history, { ...facts, what: 'unlabel' }] },
        now,
        announce(resourceUnlabelled, { resource: current, previous, reason }),
        ...toldBeside(resource, 'unlabel', caller, reason),
      );
    });
  }
}
