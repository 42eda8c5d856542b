import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { type Announcement, announce, resourceFlagged } from '#contracts';
import { Forbidden } from '#platform';
import { recorded } from '../audit/recorded.ts';
import { toNetwork } from '../notices/notices.ts';
import { isAuthor, MoveResource } from '../resources/move-resource.ts';
import { ResourceRepository } from '../resources/resource.repository.ts';
import type { Resource } from '../resources/resource.ts';
import { toldBeside } from '../resources/resource-announcements.ts';
import { impactFacts } from './hear-impact.ts';
import { ImpactNotMovable, NoNewVersion } from './impact.problems.ts';
import { closed, type Impact, type ImpactOutcome, nextImpactStatuses, publicNotice } from './impact.ts';

/**
 * People say what the change of a text does to a resource that cites it. Accepting flags the resource in public, and voids
 * what a professional had read when the change is certain; closing says why it may stay, or suspends or withdraws it. Its
 * own networks may accept, and point to the version that answers; the rest is for the committee.
 */
@Injectable()
export class JudgeImpact {
  constructor(
    private readonly resources: ResourceRepository,
    private readonly moveResource: MoveResource,
  ) {}

  /** @throws ImpactNotFound, ImpactNotMovable, ResourceNotMovable, Forbidden */
  async accept(id: string, caller: Principal, now: Date): Promise<{ resource: Resource; impact: Impact }> {
    return this.change(id, 'accepted', async (resource, impact) => {
      if (!isAuthor(resource, caller)) await this.moveResource.refuse(resource, 'flag', caller, now);
      const accepted: Impact = { ...impact, status: 'accepted', by: caller.id, judgedAt: now.toISOString() };
      const impacts = withOne(resource, accepted);
      const reason = publicNotice(impact, now);
      const voidsVerification = impact.level === 'certain';
      const log = logged('impact.accepted', caller, resource, impact);
      if (resource.current.status !== 'flagged') {
        return this.moveResource.carryOut(resource, 'flag', { reason, voidsVerification }, caller, now, {
          changes: { impacts },
          announced: [log],
        });
      }
      const previous = resource.current;
      const current = { ...previous, statusReason: reason, ...(voidsVerification ? { verification: null } : {}) };
      const verifications = voidsVerification ? [] : resource.verifications;
      const told = announce(resourceFlagged, { resource: current, previous, reason });
      const beside = toldBeside(resource, 'flag', caller, reason);
      return this.resources.store.save(resource, { current, verifications, impacts }, now, told, ...beside, log);
    });
  }

  /** @throws ImpactNotMovable, NoNewVersion, ResourceNotMovable, Forbidden */
  async close(id: string, outcome: ImpactOutcome, reason: string, caller: Principal, now: Date) {
    return this.change(id, 'closed', async (resource, impact) => {
      await this.refuseClosing(resource, impact, outcome, caller, now);
      const judged = closed(impact, outcome, { reason, by: caller.id, at: now.toISOString() });
      const changes = { impacts: withOne(resource, judged) };
      const announced = [logged('impact.closed', caller, resource, judged)];
      if (outcome === 'suspend' || outcome === 'withdraw') {
        return this.moveResource.carryOut(resource, outcome, { reason }, caller, now, { changes, announced });
      }
      // What flagged it has no effect, and nothing else waits: it is right again.
      const isConfirmed =
        outcome === 'no-effect' && impact.status === 'accepted' && resource.current.status === 'flagged';
      if (isConfirmed && !changes.impacts.some(({ status }) => status === 'accepted')) {
        return this.moveResource.carryOut(resource, 'confirm', { reason }, caller, now, { changes, announced });
      }
      const facts = { ...impactFacts(resource, impact), outcome, reason };
      const told = impact.level === 'possible' ? [] : [toNetwork(resource.current.network.id, 'impact.closed', facts)];
      return this.resources.store.save(resource, changes, now, ...announced, ...told);
    });
  }

  private async refuseClosing(
    resource: Resource,
    impact: Impact,
    outcome: ImpactOutcome,
    caller: Principal,
    now: Date,
  ): Promise<void> {
    const isOwn = isAuthor(resource, caller);
    if (isOwn && outcome !== 'new-version') throw new Forbidden();
    if (!isOwn) await this.moveResource.refuse(resource, outcome === 'withdraw' ? outcome : 'confirm', caller, now);
    if (outcome === 'new-version' && resource.current.version <= impact.version) throw new NoNewVersion();
  }

  private async change(
    id: string,
    wanted: 'accepted' | 'closed',
    work: (resource: Resource, impact: Impact) => Promise<Resource>,
  ): Promise<{ resource: Resource; impact: Impact }> {
    return this.resources.store.change(async () => {
      const { resource, impact } = await this.resources.withImpact(id);
      if (!(nextImpactStatuses[impact.status] as readonly string[]).includes(wanted)) {
        throw new ImpactNotMovable(impact.status);
      }
      const changed = await work(resource, impact);
      return { resource: changed, impact: changed.impacts?.find((one) => one.id === id) ?? impact };
    });
  }
}

const withOne = ({ impacts = [] }: Resource, changed: Impact): readonly Impact[] =>
  impacts.map((impact) => (impact.id === changed.id ? changed : impact));

const logged = (
  action: string,
  caller: Principal,
  { _id: id }: Resource,
  { id: impact, level, outcome, version }: Impact,
): Announcement => recorded(action, caller, { kind: 'resource', id }, { version, detail: { impact, level, outcome } });
