import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import type { ResourceFilter } from '#contracts';
import { Database } from '#persistence';
import type { Announcement, Entry } from './entry.ts';
import { filterQuery } from './filter-query.ts';

export interface CataloguePage {
  readonly items: Entry[];
  readonly total: number;
}

/** Where in the list a page ended: the last one's date, then its id. */
export type CataloguePosition = readonly [at: string, id: string];

const listed = { 'resource.status': { $in: ['published', 'flagged'] } };

/** The public catalogue: a read model of what editorial announces. */
@Injectable()
export class CatalogueRepository {
  readonly entries: Model<Entry>;
  readonly announcements: Model<Announcement>;

  constructor(database: Database) {
    const entry = new Schema({ _id: String, v: Number }, { strict: false });
    entry.index({ 'resource.status': 1, 'resource.publishedAt': -1, _id: -1 });
    entry.index({ leaves: 1 });
    this.entries = database.model<Entry>('catalogue', entry);
    const announcement = new Schema({ _id: String }, { strict: false });
    announcement.index({ at: -1, _id: -1 });
    announcement.index({ updatedAt: -1 });
    this.announcements = database.model<Announcement>('announcements', announcement);
  }

  async find(id: string): Promise<Entry | null> {
    return this.entries.findById(id).lean<Entry>();
  }

  /** The newest first, in an order that writes do not disturb. */
  async list(wanted: ResourceFilter, limit: number, after: CataloguePosition | null): Promise<CataloguePage> {
    const all = { $and: [listed, filterQuery(wanted)] };
    const [at, id] = after ?? [];
    const rest = {
      $or: [{ 'resource.publishedAt': { $lt: at } }, { 'resource.publishedAt': at, _id: { $lt: id } }],
    };
    const [items, total] = await Promise.all([
      this.entries
        .find((after ? { $and: [all, rest] } : all) as never, { leaves: 0, stems: 0 })
        .sort({ 'resource.publishedAt': -1, _id: -1 })
        .limit(limit)
        .lean<Entry[]>(),
      this.entries.countDocuments(all as never),
    ]);
    return { items, total };
  }

  async newestAnnouncements(wanted: ResourceFilter, limit: number): Promise<Announcement[]> {
    return this.announcements
      .find(filterQuery(wanted) as never, { leaves: 0, stems: 0 })
      .sort({ at: -1, _id: -1 })
      .limit(limit)
      .lean<Announcement[]>();
  }

  /** Kept once; an announcement already there stays as it is. */
  async announce({ _id, ...announcement }: Announcement): Promise<void> {
    await this.announcements.collection.updateOne({ _id } as never, { $setOnInsert: announcement }, { upsert: true });
  }

  async forget(): Promise<void> {
    await this.entries.deleteMany();
    await this.announcements.deleteMany();
  }

  /** Changes whenever anything that feeds print does. */
  async pulse(): Promise<string> {
    const [[latest], count] = await Promise.all([
      this.announcements.find({}, { updatedAt: 1 }).sort({ updatedAt: -1 }).limit(1).lean<Announcement[]>(),
      this.announcements.estimatedDocumentCount(),
    ]);
    return `${count}:${latest?.updatedAt.getTime() ?? 0}`;
  }
}
