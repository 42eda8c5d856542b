import { Inject, Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database, migrate } from '#persistence';
import { defaultPolicy, type Policy } from './policy.ts';

type StoredPolicy = Policy & { _id: number };

/** The versions of the policy, the present one last. */
@Injectable()
export class Policies {
  static readonly MODE = Symbol('mode');
  private readonly policies: Model<StoredPolicy>;

  constructor(database: Database, @Inject(Policies.MODE) mode: 'production' | 'demonstration' | 'test') {
    this.policies = database.model<StoredPolicy>('policies', new Schema({ _id: Number }, { strict: false }));
    migrate(database, [
      {
        name: '0001-first-policy',
        run: async () => {
          const policy = defaultPolicy(mode);
          await this.policies.collection.updateOne(
            { _id: policy.version as never },
            { $setOnInsert: policy },
            { upsert: true },
          );
        },
      },
      {
        name: '0002-first-policy-says-how-to-label',
        run: async () => {
          const { quorum, label } = defaultPolicy(mode);
          await this.policies.collection.updateMany(
            { label: { $exists: false } },
            { $set: { label, 'quorum.label': quorum.label } },
          );
        },
      },
    ]);
  }

  /** The policy in force at that moment. */
  async current(now: Date): Promise<Policy> {
    const [policy] = await this.policies
      .find({ activeFrom: { $lte: now.toISOString() } } as never, { _id: 0 })
      .sort({ version: -1 })
      .limit(1)
      .lean<Policy[]>();
    // A demonstration gives its data a past older than the first policy.
    return policy ?? this.first();
  }

  private async first(): Promise<Policy> {
    const [policy] = await this.policies.find({}, { _id: 0 }).sort({ version: 1 }).limit(1).lean<Policy[]>();
    if (!policy) throw new Error('the first policy is not stored yet');
    return policy;
  }
}
