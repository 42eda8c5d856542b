import { Injectable } from '@nestjs/common';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database, migrate } from '#persistence';
import { nationalCommittee } from '../committees/committee.ts';
import { ImpactNotFound } from '../impacts/impact.problems.ts';
import type { Impact, ImpactStatus } from '../impacts/impact.ts';
import { ResourceNotFound } from './resource.problems.ts';
import type { Resource } from './resource.ts';
import { presentState } from './resource-announcements.ts';

/** What a resource is made with, beside its public state. */
export const newResource = {
  involvedNetworks: [],
  committee: nationalCommittee,
  adoptions: [],
  verifications: [],
  requests: [],
  history: [],
  lastProposal: 0,
} as const;

const hidden = { outbox: 0, relay: 0 } as const;

@Injectable()
export class ResourceRepository {
  readonly store: AggregateStore<Resource>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<Resource>(database, relay, 'resources', [
      [{ 'current.status': 1, 'current.expiresAt': 1 }],
      [{ 'current.label': 1, 'current.labelledUntil': 1 }],
      [{ 'current.status': 1, 'current.verifiedUntil': 1 }],
      [{ 'requests.id': 1 }],
      [{ 'impacts.id': 1 }],
      [{ 'impacts.status': 1 }],
    ]);
    this.store.reannounces(presentState);
    migrate(database, [{ name: '0004-resources-have-a-later-life', run: () => this.complete() }]);
  }

  /** @throws ResourceNotFound */
  async get(id: string): Promise<Resource> {
    const resource = await this.store.find(id);
    if (!resource) throw new ResourceNotFound();
    return resource;
  }

  /** Those whose date has passed, and those whose label has. */
  async due(now: Date, limit: number): Promise<string[]> {
    const passed = { $gt: '', $lte: now.toISOString() };
    const [expired, unlabelled] = await Promise.all(
      [
        { 'current.status': { $in: ['published', 'flagged', 'suspended'] }, 'current.expiresAt': passed },
        { 'current.label': 'reference', 'current.labelledUntil': passed },
      ].map((where) =>
        this.store.model
          .find(where as never, { _id: 1 })
          .limit(limit)
          .lean<Resource[]>(),
      ),
    );
    return [...new Set([...(expired ?? []), ...(unlabelled ?? [])].map(({ _id }) => _id))];
  }

  /** What is public and counts as verified, or was read by a professional, for no longer than that. */
  async verifiedUntil(until: Date, limit: number): Promise<Resource[]> {
    const passed = { $gt: '', $lte: until.toISOString() };
    const where = {
      'current.status': { $in: ['published', 'flagged'] },
      $or: [{ 'current.verifiedUntil': passed }, { 'current.verification.validUntil': passed }],
    };
    return this.store.model
      .find(where as never, hidden)
      .limit(limit)
      .lean<Resource[]>();
  }

  /** What networks ask for and nobody has answered, the oldest resource first. */
  async withRequests(limit: number): Promise<Resource[]> {
    return this.store.model
      .find({ 'requests.id': { $gt: '' } } as never, hidden)
      .sort({ _id: 1 })
      .limit(limit)
      .lean<Resource[]>();
  }

  /** @throws ImpactNotFound */
  async withImpact(id: string): Promise<{ resource: Resource; impact: Impact }> {
    const resource = await this.store.findOne({ 'impacts.id': id });
    const impact = resource?.impacts?.find((one) => one.id === id);
    if (!resource || !impact) throw new ImpactNotFound();
    return { resource, impact };
  }

  /** @param networks null: of everybody’s resources */
  async withImpacts(
    statuses: readonly ImpactStatus[],
    networks: readonly string[] | null,
    limit: number,
  ): Promise<Resource[]> {
    const mine = networks
      ? { $or: [{ involvedNetworks: { $in: networks } }, { 'current.network.id': { $in: networks } }] }
      : {};
    return this.store.model
      .find({ 'impacts.status': { $in: statuses }, ...mine } as never, hidden)
      .sort({ _id: 1 })
      .limit(limit)
      .lean<Resource[]>();
  }

  /** Those of which a text takes effect between two days, and that are not settled. */
  async withEffect(after: string, until: string, limit: number): Promise<Resource[]> {
    const where = { status: { $in: ['open', 'accepted'] }, effectiveAt: { $gt: after, $lte: until } };
    return this.store.model
      .find({ 'impacts.status': { $in: ['open', 'accepted'] }, impacts: { $elemMatch: where } } as never, hidden)
      .limit(limit)
      .lean<Resource[]>();
  }

  private async complete(): Promise<void> {
    await this.store.model.collection.updateMany(
      { lastProposal: { $exists: false } },
      { $set: { ...newResource } as never },
    );
  }
}
