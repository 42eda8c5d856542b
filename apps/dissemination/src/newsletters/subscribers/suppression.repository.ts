import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database } from '#persistence';

/** Why an address is not written to. */
export type SuppressionReason = 'left' | 'erased' | 'bounced' | 'complained';

interface Suppression {
  readonly _id: string;
  readonly reason: SuppressionReason;
  readonly at: Date;
}

/**
 * Who must not be written to, by hash: what is left of somebody who left. No import brings them back; only they do, by
 * a link that was mailed to them.
 */
@Injectable()
export class SuppressionRepository {
  private readonly suppressions: Model<Suppression>;

  constructor(database: Database) {
    this.suppressions = database.model<Suppression>(
      'suppressions',
      new Schema({ _id: String, reason: String, at: Date }),
    );
  }

  /** The last reason is the one that counts. */
  async add(person: string, reason: SuppressionReason, at: Date): Promise<void> {
    await this.suppressions.updateOne({ _id: person }, { $set: { reason, at } }, { upsert: true });
  }

  async find(person: string): Promise<Suppression | null> {
    return this.suppressions.findById(person).lean<Suppression>();
  }

  /** They came back by themselves. */
  async lift(person: string): Promise<void> {
    await this.suppressions.deleteOne({ _id: person });
  }
}
