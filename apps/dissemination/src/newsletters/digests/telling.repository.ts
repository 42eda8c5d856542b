import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database } from '#persistence';
import type { Telling } from './telling.ts';

/** A person who paused for longer finds the rest in the catalogue. */
export const longestDays = 45;
const keptDays = 400;
const mostAtOnce = 3_000;

/** What is to be told by mail, in the words of the events that brought it. */
@Injectable()
export class TellingRepository {
  private readonly tellings: Model<Telling>;

  constructor(database: Database) {
    const schema = new Schema({ _id: String }, { strict: false, strictQuery: false });
    schema.index({ resourceId: 1 });
    schema.index({ heardAt: 1 }, { expireAfterSeconds: keptDays * 24 * 3600 });
    this.tellings = database.model<Telling>('tellings', schema);
  }

  /** Kept once: a repeat changes nothing. */
  async keep({ _id, ...telling }: Telling): Promise<void> {
    await this.tellings.collection.updateOne({ _id } as never, { $setOnInsert: telling as never }, { upsert: true });
  }

  /** What was kept since then, the oldest first. */
  async since(heardAt: Date): Promise<Telling[]> {
    const latest = await this.tellings
      .find({ heardAt: { $gte: heardAt } } as never)
      .sort({ heardAt: -1, _id: -1 })
      .limit(mostAtOnce)
      .lean<Telling[]>();
    return latest.reverse();
  }

  /** What is kept about a resource. */
  async about(resourceId: string): Promise<Telling[]> {
    return this.tellings.find({ resourceId } as never).lean<Telling[]>();
  }

  async reword(_id: string, words: Pick<Telling, 'resource' | 'previous'>): Promise<void> {
    await this.tellings.updateOne({ _id } as never, { $set: words as never });
  }

  async find(ids: readonly string[]): Promise<Telling[]> {
    const found = await this.tellings.find({ _id: { $in: [...ids] } } as never).lean<Telling[]>();
    const byId = new Map(found.map((telling) => [telling._id, telling]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }
}
