import { Injectable } from '@nestjs/common';
import { type Announced, type Announcement, impactFound } from '#contracts';
import { OnEvent } from '#messaging';
import { recorded } from '../audit/recorded.ts';
import { Seats } from '../cases/seats.ts';
import { toNetwork, toPeople } from '../notices/notices.ts';
import { ResourceNotFound } from '../resources/resource.problems.ts';
import { ResourceRepository } from '../resources/resource.repository.ts';
import type { Resource } from '../resources/resource.ts';
import { type Impact, impactIdOf, isGraver, newImpact } from './impact.ts';

/** The watch found that a legal text changed what a resource cites: it waits for people, and changes nothing by itself. */
@Injectable()
export class HearImpact {
  constructor(
    private readonly resources: ResourceRepository,
    private readonly seats: Seats,
  ) {}

  @OnEvent(impactFound)
  async whenFound({ data, occurredAt }: Announced<typeof impactFound>): Promise<void> {
    await this.resources.store.change(async () => {
      const resource = await this.resources.store.find(data.resourceId);
      // It was announced as public: that is on its way here, and this comes again.
      if (!resource) throw new ResourceNotFound();
      if (['withdrawn', 'expired'].includes(resource.current.status)) return;
      const impacts = resource.impacts ?? [];
      const known = impacts.find(({ id }) => id === impactIdOf(data));
      if (known && (known.status !== 'open' || !isGraver(data, known))) return;
      const impact = known ? { ...newImpact(data, known.foundAt) } : newImpact(data, occurredAt);
      const others = impacts.filter(({ id }) => id !== impact.id);
      const now = new Date(occurredAt);
      await this.resources.store.save(
        resource,
        { impacts: [...others, impact] },
        now,
        ...(await this.told(resource, impact, now)),
      );
    });
  }

  /** What is only possible is listed, and told to nobody. */
  private async told(resource: Resource, impact: Impact, now: Date): Promise<Announcement[]> {
    const { _id: id, current, committee } = resource;
    const { level, keys, itemTitle } = impact;
    const log = recorded(
      'impact.found',
      null,
      { kind: 'resource', id },
      { version: impact.version, detail: { level, keys, text: itemTitle } },
    );
    if (level === 'possible') return [log];
    const facts = impactFacts(resource, impact);
    const urgency = level === 'certain' ? 'now' : 'digest';
    return [
      log,
      toNetwork(current.network.id, 'impact.found', facts, urgency),
      ...toPeople(await this.seats.holdersOn(committee, now), 'impact.found', facts, 'digest'),
    ];
  }
}

export const impactFacts = (
  { _id: resourceId, current: { title } }: Resource,
  { id: impactId, itemTitle: text, level, effectiveAt }: Impact,
) => ({ impactId, resourceId, title, text, level, effectiveAt });
