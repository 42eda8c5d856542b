import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database, digest } from '#persistence';
import { softWindowMs } from './bounce.ts';

interface SoftBounce {
  readonly _id: string;
  /** Hash of the address. */
  readonly person: string;
  readonly status: string;
  readonly at: Date;
}

/** Mails that could not be delivered for now, while they count. */
@Injectable()
export class BounceRepository {
  private readonly bounces: Model<SoftBounce>;

  constructor(database: Database) {
    const schema = new Schema({ _id: String, person: String, status: String, at: Date });
    schema.index({ person: 1, at: 1 });
    schema.index({ at: 1 }, { expireAfterSeconds: softWindowMs / 1000 });
    this.bounces = database.model<SoftBounce>('soft_bounces', schema);
  }

  /**
   * Counts one, once for each report. @returns how many days it has now been so within the window: a server that reports one
   * mail in several ways, or many mails of one day, has said one thing.
   */
  async count(person: string, report: string, status: string, now: Date): Promise<number> {
    const _id = digest(`${person} ${report}`);
    await this.bounces.updateOne({ _id }, { $setOnInsert: { person, status, at: now } }, { upsert: true });
    const since = new Date(now.getTime() - softWindowMs);
    const counted = await this.bounces.find({ person, at: { $gte: since } } as never, { at: 1 }).lean<SoftBounce[]>();
    return new Set(counted.map(({ at }) => at.toISOString().slice(0, 10))).size;
  }
}
