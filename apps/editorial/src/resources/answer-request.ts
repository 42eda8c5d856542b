import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { Forbidden } from '#platform';
import { recorded } from '../audit/recorded.ts';
import { toNetwork } from '../notices/notices.ts';
import { isAuthor, MoveResource } from './move-resource.ts';
import { RequestNotFound } from './resource.problems.ts';
import { ResourceRepository } from './resource.repository.ts';
import type { MoveRequest, Resource } from './resource.ts';

/** A member does what the author asked for, with the author's reason, or declines with their own. */
@Injectable()
export class AnswerRequest {
  constructor(
    private readonly resources: ResourceRepository,
    private readonly moveResource: MoveResource,
  ) {}

  /** @param declined why not; null to do it */
  async execute(
    id: string,
    requestId: string,
    declined: string | null,
    caller: Principal,
    now: Date,
  ): Promise<Resource> {
    return this.resources.store.change(async () => {
      const resource = await this.resources.get(id);
      if (isAuthor(resource, caller)) throw new Forbidden();
      const request = resource.requests.find((asked) => asked.id === requestId);
      if (!request) throw new RequestNotFound();
      await this.moveResource.refuse(resource, request.command, caller, now);
      return declined === null
        ? this.moveResource.carryOut(resource, request.command, request, caller, now)
        : this.decline(resource, request, declined, caller, now);
    });
  }

  private async decline(resource: Resource, request: MoveRequest, reason: string, caller: Principal, now: Date) {
    const { _id: id, requests, history, current } = resource;
    const { title, version, network } = current;
    const entry = { what: 'request-declined', by: caller.id, at: now.toISOString(), version, reason } as const;
    const { command } = request;
    return this.resources.store.save(
      resource,
      { requests: requests.filter((asked) => asked !== request), history: [...history, entry] },
      now,
      toNetwork(network.id, 'resource.request-declined', { resourceId: id, title, command, reason }),
      recorded('request.declined', caller, { kind: 'resource', id }, { version, detail: { command, reason } }),
    );
  }
}
