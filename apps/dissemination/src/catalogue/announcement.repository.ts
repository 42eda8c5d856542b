import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import type { ResourceFilter } from '#contracts';
import { Database } from '#persistence';
import { type Alignment, type Announcement, type AnnouncementKind, alignments } from './announcement.ts';
import type { Entry } from './entry.ts';
import { toldQuery } from './filter-query.ts';

/** Where a list of announcements ended: the last one's time, then its id. */
export type AnnouncementPosition = readonly [at: string, id: string];

export interface Period {
  readonly from: Date;
  readonly until: Date;
}

export interface MonthCount {
  /** `2026-01`. */
  readonly month: string;
  readonly count: number;
}

export interface LastChange {
  readonly updatedAt: Date;
  readonly writtenAt: Date;
}

const shown = { isShown: true };
const unprinted = { leaves: 0, stems: 0, previous: 0 } as const;

/** What was told of the resources, as feeds print it. */
@Injectable()
export class AnnouncementRepository {
  readonly announcements: Model<Announcement>;

  constructor(database: Database) {
    const announcement = new Schema({ _id: String }, { strict: false, strictQuery: false });
    announcement.index({ isShown: 1, at: -1, _id: -1 });
    announcement.index({ isBuried: 1, updatedAt: -1 });
    announcement.index({ resourceId: 1 });
    announcement.index({ updatedAt: -1 });
    announcement.index({ changedAt: -1 });
    this.announcements = database.model<Announcement>('announcements', announcement);
  }

  /** The newest first. */
  async newest(wanted: ResourceFilter, limit: number, period?: Period, after?: AnnouncementPosition | null) {
    const [at, id] = after ?? [];
    const rest = at ? { $or: [{ at: { $lt: new Date(at) } }, { at: new Date(at), _id: { $lt: id } }] } : {};
    return this.announcements
      .find({ $and: [{ ...shown, ...within(period) }, rest, toldQuery(wanted)] } as never, unprinted)
      .sort({ at: -1, _id: -1 })
      .limit(limit)
      .lean<Announcement[]>();
  }

  /** The last one told before a period, and the first one after it. */
  async around(wanted: ResourceFilter, { from, until }: Period) {
    const nearest = (at: Record<string, Date>, order: 1 | -1) =>
      this.announcements
        .find({ $and: [{ ...shown, at }, toldQuery(wanted)] } as never, unprinted)
        .sort({ at: order })
        .limit(1)
        .lean<Announcement[]>();
    const [[before], [after]] = await Promise.all([nearest({ $lt: from }, -1), nearest({ $gte: until }, 1)]);
    return { before, after };
  }

  async count(wanted: ResourceFilter, period?: Period): Promise<number> {
    return this.announcements.countDocuments({ $and: [{ ...shown, ...within(period) }, toldQuery(wanted)] } as never);
  }

  async perMonth(wanted: ResourceFilter, period?: Period): Promise<MonthCount[]> {
    const found = await this.announcements.aggregate<{ _id: string; count: number }>([
      { $match: { $and: [{ ...shown, ...within(period) }, toldQuery(wanted)] } },
      { $group: { _id: { $dateToString: { format: '%Y-%m', date: '$at' } }, count: { $sum: 1 } } },
      { $sort: { _id: -1 } },
    ]);
    return found.map(({ _id, count }) => ({ month: _id, count }));
  }

  /** What was told of resources withdrawn since, the last withdrawn first. */
  async buried(wanted: ResourceFilter, limit: number, period?: Period): Promise<Announcement[]> {
    return this.announcements
      .find({ $and: [{ isBuried: true, ...within(period) }, toldQuery(wanted)] } as never, unprinted)
      .sort({ updatedAt: -1 })
      .limit(limit)
      .lean<Announcement[]>();
  }

  /** When anything that matches last changed, left or was told, and when we last wrote any of it. */
  async lastChange(wanted: ResourceFilter, period?: Period): Promise<LastChange | null> {
    const newest = (by: 'updatedAt' | 'changedAt') =>
      this.announcements
        .find({ $and: [within(period), toldQuery(wanted)] } as never, { updatedAt: 1, changedAt: 1 })
        .sort({ [by]: -1 })
        .limit(1)
        .lean<Announcement[]>();
    const [[updated], [written]] = await Promise.all([newest('updatedAt'), newest('changedAt')]);
    return updated && written ? { updatedAt: updated.updatedAt, writtenAt: written.changedAt } : null;
  }

  /** Kept once; an announcement already there stays as it is, but learns the state before when it lacked it. */
  async keep({ _id, previous, at, ...announcement }: Announcement): Promise<void> {
    await this.announcements.collection.updateOne(
      { _id } as never,
      { $setOnInsert: announcement, $min: { at }, ...(previous ? { $set: { previous } } : {}) },
      { upsert: true },
    );
  }

  async hasTold(resourceId: string, kind: AnnouncementKind): Promise<boolean> {
    return (await this.announcements.exists({ resourceId, kind } as never)) !== null;
  }

  /** Makes what was told of a resource say its present state. The last to see all events of it has the last word. */
  async align(entry: Entry): Promise<void> {
    const all = await this.announcements.find({ resourceId: entry._id } as never).lean<Announcement[]>();
    await Promise.all(alignments(entry, all).map((alignment) => this.write(alignment)));
  }

  async forget(): Promise<void> {
    await this.announcements.deleteMany();
  }

  /** Which were written at `since` or after, the last written first. */
  async changesSince(since: Date, limit: number): Promise<Pick<Announcement, '_id' | 'changedAt'>[]> {
    return this.announcements
      .find({ changedAt: { $gte: since } } as never, { changedAt: 1 })
      .sort({ changedAt: -1 })
      .limit(limit)
      .lean<Announcement[]>();
  }

  async findAll(ids: readonly string[]): Promise<Announcement[]> {
    if (ids.length === 0) return [];
    return this.announcements.find({ _id: { $in: [...ids] } } as never, { leaves: 0, stems: 0 }).lean<Announcement[]>();
  }

  /** Changes whenever anything that feeds print does. */
  async pulse(): Promise<string> {
    const [[latest], count] = await Promise.all([
      this.announcements.find({}, { changedAt: 1 }).sort({ changedAt: -1 }).limit(1).lean<Announcement[]>(),
      this.announcements.estimatedDocumentCount(),
    ]);
    return `${count}:${latest?.changedAt?.getTime() ?? 0}`;
  }

  private async write({ _id, ...changes }: Alignment): Promise<void> {
    await this.announcements.collection.updateOne({ _id } as never, { $set: changes as never });
  }
}

const within = (period: Period | undefined) => (period ? { at: { $gte: period.from, $lt: period.until } } : {});
