import { Injectable } from '@nestjs/common';
import {
  type Announced,
  type AnnouncedResource,
  type Announcement,
  announce,
  caseApproved,
  resourcePublished,
  resourceRevised,
  resourceUnlabelled,
} from '#contracts';
import { OnEvent } from '#messaging';
import { ConcurrentChange, isDuplicateKey } from '#persistence';
import { licences } from '#taxonomy';
import { CaseRepository } from '../cases/case.repository.ts';
import type { Verification } from '../cases/case.ts';
import { nationalCommittee } from '../committees/committee.ts';
import { settledByRevision } from '../impacts/impact.ts';
import { newResource, ResourceRepository } from './resource.repository.ts';
import { lostByRevision, type Resource, type ResourceHistoryEntry, revisedFrom, unlabelled } from './resource.ts';
import { toldBeside } from './resource-announcements.ts';

/** An approved version becomes the public one: the first publishes the resource, the next ones revise it. */
@Injectable()
export class PublishResource {
  constructor(
    private readonly resources: ResourceRepository,
    private readonly cases: CaseRepository,
  ) {}

  @OnEvent(caseApproved)
  async whenCaseApproved({ data, occurredAt }: Announced<typeof caseApproved>): Promise<void> {
    const { resource, caseId } = data;
    const now = new Date(occurredAt);
    const { store } = this.resources;
    const subject = await this.cases.store.find(caseId);
    const facts = {
      involvedNetworks: subject?.involvedNetworks ?? [resource.network.id],
      committee: subject?.committee ?? nationalCommittee,
      verifications: subject?.verifications ?? [],
    };
    await store.change(async () => {
      const known = await store.find(resource.id);
      if (!known) {
        const first = announce(resourcePublished, { resource, previous: null });
        const made = { ...newResource, ...facts, _id: resource.id, current: resource };
        await store.insert(made, now, first).catch((error: unknown) => {
          throw isDuplicateKey(error) ? new ConcurrentChange(resource.id, 0) : error;
        });
        return;
      }
      // A repeat, or a late arrival; and what is withdrawn stays so.
      if (known.current.version >= resource.version || known.current.status === 'withdrawn') return;
      const { current, history, announced } = revision(known, resource, facts.verifications, now);
      const impacts = known.impacts && settledByRevision(known.impacts, occurredAt);
      await store.save(known, { ...facts, current, history, requests: [], impacts }, now, ...announced);
    });
  }
}

const revision = (
  known: Resource,
  approved: AnnouncedResource,
  verifications: readonly Verification[],
  now: Date,
): { current: AnnouncedResource; history: readonly ResourceHistoryEntry[]; announced: Announcement[] } => {
  const revised = revisedFrom(known.current, approved);
  const told = announce(resourceRevised, { resource: revised, previous: known.current });
  const allowsAdaptation = licences.find(revised.licence)?.allowsAdaptation ?? false;
  const reason = lostByRevision(revised, verifications, allowsAdaptation, now);
  if (!reason) return { current: revised, history: known.history, announced: [told] };
  const current = unlabelled(revised);
  const entry = { what: 'unlabel', by: null, at: now.toISOString(), version: revised.version, reason } as const;
  const lost = announce(resourceUnlabelled, { resource: current, previous: revised, reason });
  const beside = toldBeside({ ...known, current }, 'unlabel', null, reason);
  return { current, history: [...known.history, entry], announced: [told, lost, ...beside] };
};
