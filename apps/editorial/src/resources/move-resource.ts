import { Injectable } from '@nestjs/common';
import { belongsTo, holds, type Principal } from '#access';
import type { Announcement } from '#contracts';
import { Forbidden } from '#platform';
import { StaleVersion } from '../cases/case.problems.ts';
import { Seats } from '../cases/seats.ts';
import { shownVerification, validAt } from '../cases/sentences.ts';
import { NoSeat } from '../committees/committee.problems.ts';
import { settledBy } from '../impacts/impact.ts';
import { Policies } from '../policy/policies.ts';
import { verifiedUntil } from '../policy/revalidation.ts';
import { AskForMove } from './ask-for-move.ts';
import { ResourceRepository } from './resource.repository.ts';
import { type Command, type MoveRequest, moved, moves, type Resource } from './resource.ts';
import { commandAnnounced, toldBeside } from './resource-announcements.ts';

export interface GivenMove {
  readonly reason: string;
  /** The version that was looked at, when the caller says so. */
  readonly version?: number | undefined;
  /** Of a flag: what was read by a professional no longer holds, because what it was held against changed. */
  readonly voidsVerification?: boolean | undefined;
}

/** What goes into the same write as a move. */
interface Beside {
  readonly changes?: Partial<Pick<Resource, 'impacts'>>;
  readonly announced?: readonly Announcement[];
}

/** Whether they act for a network that produced, co-produced or sponsored it. */
export const isAuthor = ({ involvedNetworks, current }: Resource, caller: Principal): boolean =>
  [...involvedNetworks, current.network.id].some((network) => belongsTo(caller, network));

/**
 * A member of the committee flags, confirms, suspends, restores or withdraws a public resource; its author's network asks
 * for it (`answer-request.ts`).
 */
@Injectable()
export class MoveResource {
  constructor(
    private readonly resources: ResourceRepository,
    private readonly policies: Policies,
    private readonly seats: Seats,
    private readonly askForMove: AskForMove,
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
      if (mayOnlyAsk) return this.askForMove.execute(resource, command, given.reason, caller, now);
      return { resource: await this.carryOut(resource, command, given, caller, now), request: null };
    });
  }

  /** Any member may raise a flag; the rest is for the committee that published, and for those it answers to. */
  async refuse({ committee }: Resource, command: Command, caller: Principal, now: Date): Promise<void> {
    if (!holds(caller, 'committee-member')) throw new Forbidden();
    if (command !== 'flag' && !(await this.seats.mayOverride(caller, committee, now))) throw new NoSeat(committee);
  }

  /** @throws ResourceNotMovable, ConcurrentChange */
  async carryOut(
    resource: Resource,
    command: Command,
    given: GivenMove,
    caller: Principal,
    now: Date,
    also: Beside = {},
  ): Promise<Resource> {
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
    // What was asked for and can still be done stays asked for.
    const requests = resource.requests.filter(
      (asked) => asked.command !== command && moves[asked.command].from.includes(next.status),
    );
    const { impacts: judged = resource.impacts, ...changes } = also.changes ?? {};
    const impacts = judged && settledBy(command, judged, { reason, by: caller.id, at });
    return this.resources.store.save(
      resource,
      { ...changes, current: next, verifications, requests, impacts, history: [...history, entry] },
      now,
      commandAnnounced(command, next, current, reason),
      ...toldBeside(resource, command, caller, reason),
      ...(also.announced ?? []),
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
