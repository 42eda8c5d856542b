import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { ConcurrentChange, Database, isDuplicateKey, migrate } from '#persistence';
import { firstPolicy, type ProductionPolicy } from './production-policy.ts';

type StoredPolicy = ProductionPolicy & { _id: number };

/** The versions of the policy; read anew each time, so that a change counts at once. */
@Injectable()
export class ProductionPolicies {
  private readonly policies: Model<StoredPolicy>;

  constructor(database: Database) {
    this.policies = database.model<StoredPolicy>('production_policies', new Schema({ _id: Number }, { strict: false }));
    migrate(database, [
      {
        name: '0001-first-production-policy',
        run: async () => {
          const { version, ...policy } = firstPolicy;
          await this.policies.collection.updateOne(
            { _id: version as never },
            { $setOnInsert: { version, ...policy } },
            { upsert: true },
          );
        },
      },
    ]);
  }

  /** The policy in force at that moment: the last whose day has come. */
  async current(now: Date): Promise<ProductionPolicy> {
    const all = await this.all();
    const active = all.filter(({ activeFrom }) => Date.parse(activeFrom) <= now.getTime());
    const [newest] = active.sort(
      (a, b) => Date.parse(b.activeFrom) - Date.parse(a.activeFrom) || b.version - a.version,
    );
    // A demonstration gives its data a past older than the first policy.
    return newest ?? all[0] ?? firstPolicy;
  }

  /** By version, the oldest first. */
  async all(): Promise<ProductionPolicy[]> {
    return this.policies.find({}, { _id: 0 }).sort({ version: 1 }).limit(1000).lean<ProductionPolicy[]>();
  }

  /** @throws ConcurrentChange when another version was made meanwhile */
  async add(policy: ProductionPolicy): Promise<void> {
    try {
      await this.policies.collection.insertOne({ _id: policy.version as never, ...policy });
    } catch (error) {
      throw isDuplicateKey(error) ? new ConcurrentChange('production policy', policy.version) : error;
    }
  }
}
