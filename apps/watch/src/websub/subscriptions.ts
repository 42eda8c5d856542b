import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database, digest } from '#persistence';
import { type HubSubscription, leaseUntil } from './subscription.ts';

@Injectable()
export class HubSubscriptions {
  readonly model: Model<HubSubscription>;

  constructor(database: Database) {
    const schema = new Schema({ _id: String }, { strict: false });
    this.model = database.model<HubSubscription>('subscriptions', schema.index({ source: 1, askedAt: -1 }));
  }

  async byToken(token: string): Promise<HubSubscription | null> {
    return this.model.findById(digest(token)).lean<HubSubscription>();
  }

  /** The last that was asked for each of these sources. */
  async latest(sources: readonly string[]): Promise<Map<string, HubSubscription>> {
    const found = await this.model
      .find({ source: { $in: [...sources] } } as never)
      .sort({ askedAt: 1 })
      .lean<HubSubscription[]>();
    return new Map(found.map((subscription) => [subscription.source, subscription]));
  }

  /** A hub confirms what we asked, about that very topic. @returns whether it is so */
  async confirm(token: string, topic: string, seconds: unknown, now: Date): Promise<HubSubscription | null> {
    return this.model
      .findOneAndUpdate(
        { _id: digest(token), topic, status: { $ne: 'denied' } } as never,
        { $set: { status: 'active', leaseUntil: leaseUntil(seconds, now) } } as never,
        { returnDocument: 'after' },
      )
      .lean<HubSubscription>();
  }

  async deny(token: string): Promise<void> {
    await this.model.updateOne(
      { _id: digest(token) } as never,
      { $set: { status: 'denied', leaseUntil: null } } as never,
    );
  }

  /** Of long ago: nothing comes by them any more. */
  async clean(now: Date): Promise<void> {
    const before = new Date(now.getTime() - 60 * 24 * 3_600_000);
    await this.model.deleteMany({ askedAt: { $lt: before } } as never);
  }
}
