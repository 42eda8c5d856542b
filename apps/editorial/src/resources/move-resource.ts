import { Injectable } from '@nestjs/common';
import { belongsTo, holds, type Principal } from '#access';
import { newId } from '#persistence';
import { Forbidden } from '#platform';
import { StaleVersion } from '../cases/case.problems.ts';
import { Seats } from '../cases/seats.ts';
import { NoSeat } from '../committees/committee.problems.ts';
import { Policies } from '../policy/policies.ts';
import { verifiedUntil } from '../policy/revalidation.ts';
import { AlreadyRequested, RequestNotFound } from './resource.problems.ts';
import { ResourceRepository } from './resource.repository.ts';
import { type Command, type MoveRequest, moved, type Resource } from './resource.ts';
import { commandAnnounced } from './resource-announcements.ts';

export interface GivenMove {
  readonly reason: string;
  /** The version that was looked at, when the caller says so. */
  readonly version?: number | undefined;
}

/** Whether they act for a network that produced, co-produced or sponsored it. */
export const isAuthor = ({ involvedNetworks, current }: Resource, caller: Principal): boolean =>
  [...involvedNetworks, current.network.id].some((network) => belongsTo(caller, network));

/**
 * A member of the committee flags, confirms, suspends, restores or withdraws a public resource; its author's network asks
 * for it, and a member who is not of that network answers.
 */
@Injectable()
export class MoveResource {
  constructor(
    private readonly resources: ResourceRepository,
    private readonly policies: Policies,
    private readonly seats: Seats,
  ) {}

  /** @returns the request when the caller may only ask. */
  async execute(
    id: string,
    command: Command,
    given: GivenMove,
    caller: Principal,
    now: Date,
  ): Promise<{ resource: Resource; request: MoveRequest | null }> {
    return this.resources.store.change(async () => {
      const resource = await this.resources.get(id);
      const { version } = resource.current;
      const mayOnlyAsk = isAuthor(resource, caller);
      if (!mayOnlyAsk) await this.refuse(resource, command, caller, now);
      if (given.version !== undefined && given.version !== version) throw new StaleVersion(version);
      if (mayOnlyAsk) return this.ask(resource, command, given.reason, caller, now);
      return { resource: await this.carryOut(resource, command, given.reason, caller, now), request: null };
    });
  }

  /** A member does what the author asked for, with the author's reason, or declines with their own. */
  async answer(
    id: string,
    requestId: string,
    answer: { readonly accept: true } | { readonly accept: false; readonly reason: string },
    caller: Principal,
    now: Date,
  ): Promise<Resource> {
    return this.resources.store.change(async () => {
      const resource = await this.resources.get(id);
      if (isAuthor(resource, caller)) throw new Forbidden();
      const request = resource.requests.find((asked) => asked.id === requestId);
      if (!request) throw new RequestNotFound();
      await this.refuse(resource, request.command, caller, now);
      if (answer.accept) return this.carryOut(resource, request.command, request.reason, caller, now);
      const requests = resource.requests.filter((asked) => asked.id !== requestId);
      const what = { what: 'request-declined', reason: answer.reason } as const;
      const entry = { ...what, by: caller.id, at: now.toISOString(), version: resource.current.version };
      return this.resources.store.save(resource, { requests, history: [...resource.history, entry] }, now);
    });
  }

  /** Any member may raise a flag; the rest is for the committee that published, and for those it answers to. */
  private async refuse({ committee }: Resource, command: Command, caller: Principal, now: Date): Promise<void> {
    if (!holds(caller, 'committee-member')) throw new Forbidden();
    if (command !== 'flag' && !(await this.seats.mayOverride(caller, committee, now))) throw new NoSeat(committee);
  }

  private async ask(resource: Resource, command: Command, reason: string, caller: Principal, now: Date) {
    // What could not be done cannot be asked for.
    moved(resource.current, command, { reason });
    const pending = resource.requests.find((asked) => asked.command === command);
    if (pending && pending.reason !== reason) throw new AlreadyRequested(pending.id);
    if (pending) return { resource, request: pending };
    const { version } = resource.current;
    const request = { id: newId(), command, reason, version, by: caller.id, at: now.toISOString() };
    const requests = [...resource.requests, request];
    return { resource: await this.resources.store.save(resource, { requests }, now), request };
  }

  private async carryOut(resource: Resource, command: Command, reason: string, caller: Principal, now: Date) {
    const { current, history } = resource;
    const at = now.toISOString();
    const until =
      command === 'confirm' ? { verifiedUntil: verifiedUntil(await this.policies.current(now), current, at) } : {};
    const next = moved(current, command, { reason, ...until });
    const entry = { what: command, by: caller.id, at, version: current.version, reason };
    // Whatever was asked for concerned the state before.
    return this.resources.store.save(
      resource,
      { current: next, requests: [], history: [...history, entry] },
      now,
      commandAnnounced(command, next, current, reason),
    );
  }
}
