import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database } from '#persistence';
import { type ConsentEntry, consentText, type Subscription } from './subscription.ts';

@Injectable()
export class SubscriptionRepository {
  private readonly subscriptions: Model<Subscription>;

  constructor(database: Database) {
    const schema = new Schema({ _id: String }, { strict: false, strictQuery: false });
    schema.index({ wish: 1 }, { unique: true });
    schema.index({ status: 1, frequency: 1, _id: 1 });
    this.subscriptions = database.model<Subscription>('subscriptions', schema);
  }

  async find(id: string): Promise<Subscription | null> {
    return this.subscriptions.findById(id).lean<Subscription>();
  }

  async findByWish(wish: string): Promise<Subscription | null> {
    return this.subscriptions.findOne({ wish }).lean<Subscription>();
  }

  async add(subscription: Subscription): Promise<void> {
    await this.subscriptions.collection.insertOne(subscription as never);
  }

  /** Asked for once more, by somebody who is not receiving. */
  async askAgain(id: string, now: Date): Promise<void> {
    await this.subscriptions.updateOne(
      { _id: id, status: { $ne: 'confirmed' } } as never,
      { $set: { status: 'pending', askedAt: now }, $push: { consent: entry('asked', now) } } as never,
    );
  }

  /** @returns whether it was waiting for that. */
  async confirm(id: string, now: Date): Promise<boolean> {
    const { modifiedCount } = await this.subscriptions.updateOne(
      { _id: id, status: 'pending' } as never,
      { $set: { status: 'confirmed', confirmedAt: now }, $push: { consent: entry('confirmed', now) } } as never,
    );
    return modifiedCount === 1;
  }

  async unsubscribe(id: string, now: Date): Promise<void> {
    await this.subscriptions.updateOne(
      { _id: id, status: { $ne: 'unsubscribed' } } as never,
      { $set: { status: 'unsubscribed' }, $push: { consent: entry('unsubscribed', now) } } as never,
    );
  }

  /** Every confirmed subscription of a rhythm, read as it goes: their number costs no memory. */
  confirmed(frequency: Subscription['frequency']): AsyncIterable<Subscription> {
    return this.subscriptions
      .find({ status: 'confirmed', frequency } as never, { consent: 0 })
      .sort({ _id: 1 })
      .lean<Subscription[]>()
      .cursor({ batchSize: 500 }) as never;
  }
}

const entry = (what: ConsentEntry['what'], at: Date): ConsentEntry => ({ at, what, text: consentText });
