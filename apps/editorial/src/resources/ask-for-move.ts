import { Injectable } from '@nestjs/common';
import { newId } from '#persistence';
import { type Actor, recorded } from '../audit/recorded.ts';
import { Seats } from '../cases/seats.ts';
import { toPeople } from '../notices/notices.ts';
import { AlreadyRequested } from './resource.problems.ts';
import { ResourceRepository } from './resource.repository.ts';
import { type Command, type MoveRequest, moved, type Resource } from './resource.ts';

/** An author asks the committee to do something with a public resource; asked again in the same words, it is one request. */
@Injectable()
export class AskForMove {
  constructor(
    private readonly resources: ResourceRepository,
    private readonly seats: Seats,
  ) {}

  /** @throws ResourceNotMovable, AlreadyRequested, ConcurrentChange */
  async execute(
    resource: Resource,
    command: Command,
    reason: string,
    actor: NonNullable<Actor>,
    now: Date,
  ): Promise<{ resource: Resource; request: MoveRequest }> {
    // What could not be done cannot be asked for.
    moved(resource.current, command, { reason });
    const pending = resource.requests.find((asked) => asked.command === command);
    if (pending && pending.reason !== reason) throw new AlreadyRequested(pending.id);
    if (pending) return { resource, request: pending };
    const { title, version } = resource.current;
    const request = { id: newId(), command, reason, version, by: actor.id, at: now.toISOString() };
    const facts = { resourceId: resource._id, title, command, reason };
    const subject = { kind: 'resource', id: resource._id };
    const saved = await this.resources.store.save(
      resource,
      { requests: [...resource.requests, request] },
      now,
      ...toPeople(await this.seats.holdersOn(resource.committee, now), 'resource.request', facts),
      recorded('request.made', actor, subject, { version, detail: { command, reason } }),
    );
    return { resource: saved, request };
  }
}
