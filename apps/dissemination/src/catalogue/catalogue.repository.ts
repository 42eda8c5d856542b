import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import type { AnnouncedResource, ResourceFilter } from '#contracts';
import { Database, isDuplicateKey } from '#persistence';
import { type Entry, type KeptVersion, listedStatuses } from './entry.ts';
import { filterQuery } from './filter-query.ts';

/** A row that says when the whole was dropped. */
interface Epoch {
  readonly _id: string;
  readonly n: number;
}

export interface VersionsPage {
  readonly items: KeptVersion[];
  readonly total: number;
}

export interface EntriesPage {
  readonly items: Entry[];
  readonly total: number;
}

/** Where a list of entries ended: the last one's date, then its id. */
export type EntryPosition = readonly [at: string, id: string];

const isListed = { 'resource.status': { $in: listedStatuses } };
const fundingThemes = ['financement', 'subventions', 'mecenat'];
const readAtOnce = 500;
const unprinted = { leaves: 0, stems: 0 } as const;

/** The public catalogue: a read model of what editorial announces. */
@Injectable()
export class CatalogueRepository {
  readonly entries: Model<Entry>;
  readonly versions: Model<KeptVersion>;
  private readonly epochs: Model<Epoch>;

  constructor(database: Database) {
    const entry = new Schema({ _id: String, v: Number }, { strict: false, strictQuery: false });
    entry.index({ 'resource.status': 1, 'resource.publishedAt': -1, _id: -1 });
    entry.index({ changedAt: 1, _id: 1 });
    entry.index({ 'resource.family': 1, changedAt: 1, _id: 1 });
    entry.index(
      { 'resource.adaptationOf': 1, 'resource.publishedAt': -1, _id: -1 },
      { partialFilterExpression: { 'resource.adaptationOf': { $gt: '' } } },
    );
    this.entries = database.model<Entry>('catalogue', entry);
    const version = new Schema({ _id: String, v: Number }, { strict: false, strictQuery: false });
    version.index({ resourceId: 1, version: -1 });
    this.versions = database.model<KeptVersion>('catalogue-versions', version);
    this.epochs = database.model<Epoch>('catalogue-epochs', new Schema({ _id: String, n: Number }));
  }

  async find(id: string): Promise<Entry | null> {
    return this.entries.findById(id).lean<Entry>();
  }

  /** Those of these ids, in their order. */
  async findAll(ids: readonly string[]): Promise<Entry[]> {
    const found = await this.entries.find({ _id: { $in: [...ids] } }, unprinted).lean<Entry[]>();
    const byId = new Map(found.map((entry) => [entry._id, entry]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  /** Listed resources that adapt this one, the newest first. */
  async adaptationsOf(id: string, limit: number, after: EntryPosition | null): Promise<EntriesPage> {
    const all = { 'resource.adaptationOf': id, ...isListed };
    const [at, lastId] = after ?? [];
    const rest = {
      $or: [{ 'resource.publishedAt': { $lt: at } }, { 'resource.publishedAt': at, _id: { $lt: lastId } }],
    };
    const [items, total] = await Promise.all([
      this.entries
        .find((after ? { $and: [all, rest] } : all) as never, unprinted)
        .sort({ 'resource.publishedAt': -1, _id: -1 })
        .limit(limit)
        .lean<Entry[]>(),
      this.entries.countDocuments(all as never),
    ]);
    return { items, total };
  }

  /** Listed resources that say until when one may ask for money, the first to close first. */
  async funding(wanted: ResourceFilter, limit: number): Promise<Entry[]> {
    const about = { $or: [{ 'resource.funding': { $type: 'object' } }, { 'resource.themes': { $in: fundingThemes } }] };
    return this.entries
      .find({ $and: [isListed, { 'resource.expiresAt': { $gt: '' } }, about, filterQuery(wanted)] } as never, unprinted)
      .sort({ 'resource.expiresAt': 1, _id: 1 })
      .limit(limit)
      .lean<Entry[]>();
  }

  /** All listed resources that match, one after another, the newest first. */
  each(wanted: ResourceFilter): AsyncIterable<Entry> {
    return this.entries
      .find({ $and: [isListed, filterQuery(wanted)] } as never, unprinted)
      .sort({ 'resource.publishedAt': -1, _id: -1 })
      .lean<Entry[]>()
      .cursor({ batchSize: 200 }) as unknown as AsyncIterable<Entry>;
  }

  /** Listed resources whose date comes after one moment and before another, the first to end first. */
  async closing(from: Date, until: Date, limit = 200): Promise<AnnouncedResource[]> {
    const ends = { $gt: from.toISOString(), $lte: until.toISOString() };
    const found = await this.entries
      .find({ ...isListed, 'resource.expiresAt': ends } as never, unprinted)
      .sort({ 'resource.expiresAt': 1, _id: 1 })
      .limit(limit)
      .lean<Entry[]>();
    return found.map(({ resource }) => resource);
  }

  async countListed(): Promise<number> {
    return this.entries.countDocuments(isListed as never);
  }

  /** Listed resources by id, without what they say. */
  eachAddress(skip: number, limit: number): AsyncIterable<Pick<Entry, '_id' | 'stateAt'>> {
    return this.entries
      .find(isListed as never, { stateAt: 1 })
      .sort({ _id: 1 })
      .skip(skip)
      .limit(limit)
      .lean<Entry[]>()
      .cursor({ batchSize: 1_000 }) as unknown as AsyncIterable<Entry>;
  }

  /** Everything written at `since` or after, whatever its status, but for what is known already: that is not read. */
  async *changedSince(since: Date, isKnown: (id: string, v: number) => boolean): AsyncIterable<Entry> {
    const changed = this.entries
      .find({ changedAt: { $gte: since } } as never, { v: 1 })
      .lean<Pick<Entry, '_id' | 'v'>[]>()
      .cursor({ batchSize: readAtOnce }) as unknown as AsyncIterable<Pick<Entry, '_id' | 'v'>>;
    let unknown: string[] = [];
    for await (const { _id, v } of changed) {
      if (!isKnown(_id, v)) unknown.push(_id);
      if (unknown.length < readAtOnce) continue;
      yield* await this.findAll(unknown);
      unknown = [];
    }
    if (unknown.length) yield* await this.findAll(unknown);
  }

  /** Keeps a version as it was approved: of all events that show it, the first one's. */
  async keepVersion(resource: AnnouncedResource, v: number): Promise<void> {
    const { id, version } = resource;
    const put = (upsert: boolean) =>
      this.versions.collection.updateOne(
        { _id: `${id}|${version}`, v: { $gt: v } } as never,
        { $set: { resourceId: id, version, resource, v } as never },
        { upsert },
      );
    await put(true).catch(async (error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
      await put(false);
    });
  }

  async version(id: string, version: number): Promise<KeptVersion | null> {
    return this.versions.findById(`${id}|${version}`).lean<KeptVersion>();
  }

  /** The version before, which need not be the number before: some were declined. */
  async versionBefore(resourceId: string, version: number): Promise<KeptVersion | null> {
    return this.versions
      .findOne({ resourceId, version: { $lt: version } } as never)
      .sort({ version: -1 })
      .lean<KeptVersion>();
  }

  /** The newest first. */
  async versionsOf(resourceId: string, limit: number, before?: number): Promise<VersionsPage> {
    const rest = before === undefined ? {} : { version: { $lt: before } };
    const [items, total] = await Promise.all([
      this.versions
        .find({ resourceId, ...rest } as never)
        .sort({ version: -1 })
        .limit(limit)
        .lean<KeptVersion[]>(),
      this.versions.countDocuments({ resourceId } as never),
    ]);
    return { items, total };
  }

  async forget(): Promise<void> {
    await this.entries.deleteMany();
    await this.versions.deleteMany();
    await this.epochs.collection.updateOne({ _id: 'catalogue' } as never, { $inc: { n: 1 } }, { upsert: true });
  }

  /** Changes whenever everything was dropped, to be filled again. */
  async epoch(): Promise<number> {
    return (await this.epochs.findById('catalogue').lean<Epoch>())?.n ?? 0;
  }

  /** Changes whenever any resource does. */
  async pulse(): Promise<string> {
    const [[latest], epoch] = await Promise.all([
      this.entries.find({}, { changedAt: 1 }).sort({ changedAt: -1 }).limit(1).lean<Entry[]>(),
      this.epoch(),
    ]);
    return `${epoch}:${latest?.changedAt?.getTime() ?? 0}`;
  }
}
