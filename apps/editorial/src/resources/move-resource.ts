import { Injectable } from '@nestjs/common';
import { belongsTo, holds, type Principal } from '#access';
import { newId } from '#persistence';
import { Forbidden } from '#platform';
import { recorded } from '../audit/recorded.ts';
import { StaleVersion } from '../cases/case.problems.ts';
import { Seats } from '../cases/seats.ts';
import { shownVerification, validAt } from '../cases/sentences.ts';
import { NoSeat } from '../committees/committee.problems.ts';
import { toNetwork, toPeople } from '../notices/notices.ts';
import { Policies } from '../policy/policies.ts';
import { verifiedUntil } from '../policy/revalidation.ts';
import { AlreadyRequested, RequestNotFound } from './resource.problems.ts';
import { ResourceRepository } from './resource.repository.ts';
import { type Command, type MoveRequest, moved, type Resource } from './resource.ts';
import { commandAnnounced, toldBeside } from './resource-announcements.ts';

export interface GivenMove {
  readonly reason: string;
  /** The version that was looked at, when the caller says so. */
  readonly version?: number | undefined;
  /** Of a flag: what was read by a professional no longer holds, because what it was held against changed. */
  readonly voidsVerification?: boolean | undefined;
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
      return { resource: await this.carryOut(resource, command, given, caller, now), request: null };
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
      if (answer.accept) return this.carryOut(resource, request.command, request, caller, now);
      const requests = resource.requests.filter((asked) => asked.id !== requestId);
      const what = { what: 'request-declined', reason: answer.reason } as const;
      const entry = { ...what, by: caller.id, at: now.toISOString(), version: resource.current.version };
      const { title, version, network } = resource.current;
      const facts = { resourceId: id, title, command: request.command, reason: answer.reason };
      const detail = { command: request.command, reason: answer.reason };
      return this.resources.store.save(
        resource,
        { requests, history: [...resource.history, entry] },
        now,
        toNetwork(network.id, 'resource.request-declined', facts),
        recorded('request.declined', caller, { kind: 'resource', id }, { version, detail }),
      );
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
    const facts = { resourceId: resource._id, title: resource.current.title, command, reason };
    const subject = { kind: 'resource', id: resource._id };
    const told = [
      ...toPeople(await this.seats.holdersOn(resource.committee, now), 'resource.request', facts),
      recorded('request.made', caller, subject, { version, detail: { command, reason } }),
    ];
    return { resource: await this.resources.store.save(resource, { requests }, now, ...told), request };
  }

  private async carryOut(resource: Resource, command: Command, given: GivenMove, caller: Principal, now: Date) {
    const { current, history } = resource;
    const { reason } = given;
    const at = now.toISOString();
    const isVoid = command === 'flag' && given.voidsVerification;
    const verifications = isVoid ? [] : resource.verifications;
    const facts = {
      ...(isVoid ? { verification: null } : {}),
      ...(command === 'confirm' ? await this.verifiedAnew(resource, now) : {}),
    };
    const next = moved(current, command, { reason, ...facts });
    const entry = { what: command, by: caller.id, at, version: current.version, reason };
    // Whatever was asked for concerned the state before.
    return this.resources.store.save(
      resource,
      { current: next, verifications, requests: [], history: [...history, entry] },
      now,
      commandAnnounced(command, next, current, reason),
      ...toldBeside(resource, command, caller, reason),
    );
  }

  /** What a professional read since is shown from now on, and the whole counts as verified for as long as the rules say. */
  private async verifiedAnew({ current, verifications }: Resource, now: Date) {
    const at = now.toISOString();
    return {
      verifiedUntil: verifiedUntil(await this.policies.current(now), current, at),
      verification: shownVerification(verifications, at) ?? validAt([current.verification ?? []].flat(), at)[0] ?? null,
    };
  }
}
