import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database, newId } from '#persistence';
import { LedgerRepository } from '../ledger/ledger.repository.ts';
import { type HubDelivery, type HubSubscription, hubSubscriptionId, type Intent } from './hub-subscription.ts';

const claimMs = 60_000;
const dueBy = (now: Date) => ({ state: { $in: ['pending', 'sending'] }, dueAt: { $lte: now } });

/** Who subscribed to which feed, and what is due to them: rows of the one ledger. */
@Injectable()
export class HubRepository {
  private readonly subscriptions: Model<HubSubscription>;

  constructor(
    database: Database,
    private readonly ledger: LedgerRepository,
  ) {
    const subscription = new Schema({ _id: String, leaseUntil: Date }, { strict: false, strictQuery: false });
    subscription.index({ leaseUntil: 1 }, { expireAfterSeconds: 24 * 3600 });
    this.subscriptions = database.model<HubSubscription>('hub-subscriptions', subscription);
  }

  /** Those whose lease runs. */
  active(now: Date): AsyncIterable<HubSubscription> {
    return this.subscriptions
      .find({ leaseUntil: { $gt: now } } as never)
      .lean<HubSubscription[]>()
      .cursor() as unknown as AsyncIterable<HubSubscription>;
  }

  async find(id: string, now: Date): Promise<HubSubscription | null> {
    return this.subscriptions.findOne({ _id: id, leaseUntil: { $gt: now } } as never).lean<HubSubscription>();
  }

  /** Confirmed: begins, or goes on with a new lease and secret. */
  async keep({ topic, callback, secret, leaseSeconds }: Intent, now: Date): Promise<void> {
    const leaseUntil = new Date(now.getTime() + leaseSeconds * 1_000);
    await this.subscriptions.collection.updateOne(
      { _id: hubSubscriptionId(topic, callback) } as never,
      {
        $set: { topic, callback, secret, leaseUntil, failingSince: null },
        $setOnInsert: { since: now, lastSent: null },
      },
      { upsert: true },
    );
  }

  async remove(id: string): Promise<void> {
    await this.subscriptions.deleteOne({ _id: id } as never);
  }

  async worked(id: string, sent: string): Promise<void> {
    await this.subscriptions.updateOne({ _id: id } as never, { $set: { lastSent: sent, failingSince: null } } as never);
  }

  async fails(id: string, now: Date): Promise<void> {
    await this.subscriptions.updateOne(
      { _id: id, failingSince: null } as never,
      { $set: { failingSince: now } } as never,
    );
  }

  async waitingAt(callbackOrigin: string): Promise<number> {
    return this.ledger.deliveries.countDocuments({
      channel: 'websub',
      state: { $in: ['pending', 'sending'] },
      kind: 'verify',
      callbackOrigin,
    } as never);
  }

  /** Null when nothing is due, or others were quicker. */
  async claim(now: Date): Promise<HubDelivery | null> {
    return this.ledger.deliveries
      .findOneAndUpdate(
        { channel: 'websub', ...dueBy(now) } as never,
        {
          $set: { state: 'sending', claim: newId(), dueAt: new Date(now.getTime() + claimMs) },
          $inc: { attempts: 1 },
        } as never,
        { sort: { dueAt: 1 }, returnDocument: 'after' },
      )
      .lean<HubDelivery>();
  }

  /** Only while the claim is still ours. */
  async mark({ _id, claim }: HubDelivery, changes: Partial<HubDelivery>): Promise<void> {
    await this.ledger.deliveries.updateOne({ _id, claim } as never, { $set: changes } as never);
  }

  async intent(cause: string): Promise<Intent | null> {
    const found = await this.ledger.cause(cause);
    return found ? (JSON.parse(found.data) as Intent) : null;
  }
}
