import { Inject, Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import type { CommitteePolicy } from '#contracts';
import { Database, idempotencyIndex, migrate, type StoredIdempotency } from '#persistence';
import { defaultPolicy } from './policy.ts';

type StoredPolicy = CommitteePolicy & { _id: number };

const shown = { _id: 0, idempotency: 0 } as const;

/** The versions of the policy, the present one last. */
@Injectable()
export class Policies {
  static readonly MODE = Symbol('mode');
  readonly model: Model<StoredPolicy>;

  constructor(database: Database, @Inject(Policies.MODE) mode: 'production' | 'demonstration' | 'test') {
    const schema = new Schema({ _id: Number }, { strict: false });
    schema.index(...(idempotencyIndex as unknown as Parameters<Schema['index']>));
    this.model = database.model<StoredPolicy>('policies', schema);
    migrate(database, [
      {
        name: '0001-first-policy',
        run: async () => {
          const policy = defaultPolicy(mode);
          await this.model.collection.updateOne(
            { _id: policy.version as never },
            { $setOnInsert: policy },
            { upsert: true },
          );
        },
      },
      {
        name: '0002-policies-are-complete',
        run: async () => {
          // Rules that the release before did not have yet.
          const { quorum, label, reminders, urgentHours } = defaultPolicy(mode);
          const rules = { label, 'quorum.label': quorum.label, reminders, urgentHours };
          await this.model.collection.updateMany({ label: { $exists: false } }, { $set: rules });
        },
      },
    ]);
  }

  /** The policy in force at that moment. */
  async current(now: Date): Promise<CommitteePolicy> {
    const [policy] = await this.model
      .find({ activeFrom: { $lte: now.toISOString() } } as never, shown)
      .sort({ version: -1 })
      .limit(1)
      .lean<CommitteePolicy[]>();
    // A demonstration gives its data a past older than the first policy.
    return policy ?? this.first();
  }

  /** Every version, the newest first, those to come among them. */
  async all(): Promise<CommitteePolicy[]> {
    return this.model.find({}, shown).sort({ _id: -1 }).lean<CommitteePolicy[]>();
  }

  async find(version: number): Promise<CommitteePolicy | null> {
    return this.model.findById(version, shown).lean<CommitteePolicy>();
  }

  /** The last one added. */
  async latest(): Promise<CommitteePolicy> {
    const [policy] = await this.all();
    return policy ?? this.first();
  }

  /** @throws duplicate key (11000) when that version is there already. */
  async add(policy: CommitteePolicy, idempotency: StoredIdempotency | undefined): Promise<void> {
    const once = idempotency ? { idempotency } : {};
    await this.model.collection.insertOne({ ...policy, ...once, _id: policy.version as never });
  }

  private async first(): Promise<CommitteePolicy> {
    const [policy] = await this.model.find({}, shown).sort({ version: 1 }).limit(1).lean<CommitteePolicy[]>();
    if (!policy) throw new Error('the first policy is not stored yet');
    return policy;
  }
}
