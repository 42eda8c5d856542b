import { Injectable } from '@nestjs/common';
import {
  resourceConfirmed,
  resourceExpired,
  resourceFlagged,
  resourcePublished,
  resourceRestored,
  resourceRevised,
  resourceSuspended,
  resourceWithdrawn,
} from '#contracts';
import { type AnnouncedAs, OnEvent } from '#messaging';
import { ContributionRepository } from './contribution.repository.ts';
import { type Contribution, wasPublished } from './contribution.ts';

type Changed = AnnouncedAs<
  | typeof resourcePublished
  | typeof resourceRevised
  | typeof resourceFlagged
  | typeof resourceConfirmed
  | typeof resourceSuspended
  | typeof resourceRestored
  | typeof resourceExpired
  | typeof resourceWithdrawn
>;

/** Follows what becomes of a public resource: its files are served accordingly, and a withdrawal ends its contribution. */
@Injectable()
export class RecordResource {
  constructor(private readonly contributions: ContributionRepository) {}

  @OnEvent(
    resourcePublished,
    resourceRevised,
    resourceFlagged,
    resourceConfirmed,
    resourceSuspended,
    resourceRestored,
    resourceExpired,
    resourceWithdrawn,
  )
  async whenResourceChanged(event: Changed): Promise<void> {
    const { resource } = event.data;
    await this.contributions.store.change(async () => {
      const contribution = await this.contributions.store.find(resource.id);
      // Not ours, or older than what is known.
      if (!contribution || (contribution.resource?.v ?? 0) >= event.aggregateVersion) return;
      const known = { resource: { v: event.aggregateVersion, status: resource.status } };
      const ended = resource.status === 'withdrawn' ? withdrawal(contribution, event) : {};
      await this.contributions.save(contribution, { ...known, ...ended }, new Date(event.occurredAt));
    });
  }
}

const withdrawal = (contribution: Contribution, { data, occurredAt: at }: Changed): Partial<Contribution> => {
  if (contribution.status === 'withdrawn') return {};
  // Heard before its approval: later, it will have come.
  if (!wasPublished(contribution)) throw new Error(`${contribution._id} is not known as published yet`);
  const reasons = 'reason' in data && data.reason ? { reasons: [data.reason] } : {};
  const entry = { at, what: 'withdrawn' as const, version: data.resource.version, ...reasons };
  return { status: 'withdrawn', history: [...contribution.history, entry] };
};
