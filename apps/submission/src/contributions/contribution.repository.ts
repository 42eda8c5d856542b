import { Injectable } from '@nestjs/common';
import { announce, contributionWithdrawn } from '#contracts';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database } from '#persistence';
import { type Contribution, type ContributionStatus, latestVersion } from './contribution.ts';
import { endorsed, submitted } from './hand-in.ts';

export interface ContributionQuery {
  readonly networks: readonly string[];
  readonly status?: ContributionStatus | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

@Injectable()
export class ContributionRepository {
  readonly store: AggregateStore<Contribution>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<Contribution>(database, relay, 'contributions', [
      [{ network: 1, _id: -1 }],
      [{ 'content.meeting': 1 }, { partialFilterExpression: { 'content.meeting': { $gt: '' } } }],
      [
        { network: 1, externalId: 1 },
        { unique: true, partialFilterExpression: { externalId: { $gt: '' } } },
      ],
    ]);
    this.store.reannounces(presentState);
  }

  async findByExternalId(network: string, externalId: string): Promise<Contribution | null> {
    return this.store.findOne({ network, externalId });
  }

  /** What was collected at a meeting, as titles. */
  async collectedAt(meeting: string): Promise<{ id: string; title: string; status: ContributionStatus }[]> {
    const found = await this.store.model
      .find({ 'content.meeting': meeting } as never, { 'content.title': 1, status: 1 })
      .sort({ _id: 1 })
      .limit(200)
      .lean<Contribution[]>();
    return found.map(({ _id, content, status }) => ({ id: _id, title: content.title ?? '', status }));
  }

  /** The newest first. */
  async list({
    networks,
    status,
    before,
    limit,
  }: ContributionQuery): Promise<{ items: Contribution[]; total: number }> {
    const all = { network: { $in: networks }, ...(status ? { status } : {}) };
    const [items, total] = await Promise.all([
      this.store.model
        .find({ ...all, ...(before ? { _id: { $lt: before } } : {}) } as never, { outbox: 0, relay: 0, versions: 0 })
        .sort({ _id: -1 })
        .limit(limit)
        .lean<Contribution[]>(),
      this.store.model.countDocuments(all as never),
    ]);
    return { items, total };
  }
}

/** What the committee has before it, or soon will: the rest of its life is the committee's to tell. */
const presentState = (contribution: Contribution) => {
  const version = latestVersion(contribution);
  if (version && contribution.status === 'submitted') return [submitted(contribution._id, version)];
  if (version && contribution.status === 'withdrawn') {
    return [announce(contributionWithdrawn, { contributionId: contribution._id, reason: null })];
  }
  return version && contribution.status === 'in-review' ? [endorsed(contribution._id, version)] : [];
};
