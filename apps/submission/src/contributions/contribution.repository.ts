import { Injectable } from '@nestjs/common';
import { type Announcement, announce, contributionWithdrawn } from '#contracts';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database } from '#persistence';
import { type Marks, marksOf } from '../duplicates/marks.ts';
import { type Contribution, type ContributionStatus, latestVersion } from './contribution.ts';
import { endorsed, submitted } from './hand-in.ts';

export interface ContributionQuery {
  readonly networks: readonly string[];
  readonly status?: ContributionStatus | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

const whole = { outbox: 0, relay: 0 } as const;

@Injectable()
export class ContributionRepository {
  readonly store: AggregateStore<Contribution>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<Contribution>(database, relay, 'contributions', [
      [{ network: 1, _id: -1 }],
      [{ 'versions.involvedNetworks': 1, _id: -1 }],
      [{ 'content.meeting': 1 }],
      [{ 'proposer.name': 1 }, { partialFilterExpression: { 'proposer.name': { $gt: '' } } }],
      [{ 'marks.title': 1 }],
      [{ 'marks.urls': 1 }],
      [{ 'marks.hashes': 1 }],
      [{ 'marks.bands': 1 }],
      [{ 'files.id': 1 }],
      [{ 'versions.files.id': 1 }],
      [
        { network: 1, externalId: 1 },
        { unique: true, partialFilterExpression: { externalId: { $gt: '' } } },
      ],
    ]);
    this.store.reannounces(presentState);
  }

  /** @throws duplicate key (11000) when the network has its externalId already */
  async insert(contribution: Omit<Contribution, 'v'>, now: Date, ...announced: Announcement[]): Promise<Contribution> {
    const marks = marksOf(contribution.content, contribution.files);
    return this.store.insert({ ...contribution, marks }, now, ...announced);
  }

  /** Keeps the changes and what is announced about them. @throws ConcurrentChange */
  async save(
    seen: Contribution,
    changes: Partial<Omit<Contribution, '_id' | 'v'>>,
    now: Date,
    ...announced: Announcement[]
  ): Promise<Contribution> {
    const { content, files } = { ...seen, ...changes };
    const marks = changes.content || changes.files ? { marks: marksOf(content, files) } : {};
    return this.store.save(seen, { ...changes, ...marks }, now, ...announced);
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

  /** Those that have a mark in common: not yet alike, but the only ones that can be. */
  async sharingMarks({ title, urls, hashes, bands }: Marks): Promise<Contribution[]> {
    const wanted: [string, readonly string[]][] = [
      ['marks.title', title ? [title] : []],
      ['marks.urls', urls],
      ['marks.hashes', hashes],
      ['marks.bands', bands],
    ];
    const found = await Promise.all(
      wanted
        .filter(([, values]) => values.length > 0)
        .map(([field, values]) =>
          this.store.model
            .find({ [field]: { $in: values } } as never, { ...whole, history: 0 })
            .limit(100)
            .lean<Contribution[]>(),
        ),
    );
    return [...new Map(found.flat().map((contribution) => [contribution._id, contribution])).values()];
  }

  /** In no order, those whose latest version was handed in since. */
  handedInSince(moment: Date): AsyncIterable<Contribution> {
    return this.store.model
      .find({ 'versions.submittedAt': { $gte: moment.toISOString() } } as never, { ...whole, history: 0 })
      .lean<Contribution[]>()
      .cursor() as AsyncIterable<Contribution>;
  }

  /** The newest first: of these networks, or that involve them once handed in. */
  async list({
    networks,
    status,
    before,
    limit,
  }: ContributionQuery): Promise<{ items: Contribution[]; total: number }> {
    const theirs = {
      $or: [{ network: { $in: networks } }, { 'versions.involvedNetworks': { $in: networks } }],
    };
    const all = { ...theirs, ...(status ? { status } : {}) };
    const [items, total] = await Promise.all([
      this.store.model
        .find({ ...all, ...(before ? { _id: { $lt: before } } : {}) } as never, { ...whole, versions: 0 })
        .sort({ _id: -1 })
        .limit(limit)
        .lean<Contribution[]>(),
      this.store.model.countDocuments(all as never),
    ]);
    return { items, total };
  }

  /** What waits for something in these networks, the oldest first. */
  async waiting(
    networks: readonly string[],
    statuses: readonly ContributionStatus[],
    after: string | undefined,
    limit: number,
  ): Promise<{ items: Contribution[]; total: number }> {
    const all = { network: { $in: networks }, status: { $in: statuses } };
    const [items, total] = await Promise.all([
      this.store.model
        .find({ ...all, ...(after ? { _id: { $gt: after } } : {}) } as never, whole)
        .sort({ _id: 1 })
        .limit(limit)
        .lean<Contribution[]>(),
      this.store.model.countDocuments(all as never),
    ]);
    return { items, total };
  }

  /** Handed in, and asking one of these networks to agree. */
  async awaiting(networks: readonly string[]): Promise<Contribution[]> {
    return this.store.model
      .find({ 'versions.awaits': { $in: networks }, status: 'submitted' } as never, whole)
      .sort({ _id: 1 })
      .limit(200)
      .lean<Contribution[]>();
  }

  /** A network's, all or of one year, the oldest first. */
  async createdIn(network: string, year: number | undefined): Promise<Contribution[]> {
    const within = year ? { createdAt: { $gte: `${year}-`, $lt: `${year + 1}-` } } : {};
    return this.store.model
      .find({ network, ...within } as never, { ...whole, versions: 0, history: 0 })
      .sort({ _id: 1 })
      .limit(10_000)
      .lean<Contribution[]>();
  }

  /** What happened to the latest that were handed in. */
  async latestHistories(): Promise<Contribution['history'][]> {
    const latest = await this.store.model
      .find({ version: { $gt: 0 } } as never, { history: 1 })
      .sort({ _id: -1 })
      .limit(200)
      .lean<Pick<Contribution, 'history'>[]>();
    return latest.map(({ history }) => history);
  }

  async hasFile(id: string): Promise<boolean> {
    const named = [{ 'files.id': id }, { 'versions.files.id': id }];
    return (await this.store.model.exists({ $or: named } as never)) !== null;
  }

  /** What was proposed without an account before that moment, by those who were not forgotten yet. */
  proposedBefore(moment: string, forgotten: string): AsyncIterable<Contribution> {
    return this.store.model
      .find({ 'proposer.name': { $gt: '', $ne: forgotten }, createdAt: { $lt: moment } } as never, whole)
      .lean<Contribution[]>()
      .cursor() as AsyncIterable<Contribution>;
  }

  async countProposals(network: string): Promise<number> {
    return this.store.model.countDocuments({ network, status: 'submitted', 'proposer.name': { $gt: '' } } as never);
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
