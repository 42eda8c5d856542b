import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database } from '#persistence';

interface StoredSwitch {
  _id: string;
  isOn: boolean;
  by: string | null;
  at: string;
  reason: string | null;
}

const only = 'polling';

/** Stops all polling at once, on every instance, until somebody lets it go on. */
@Injectable()
export class PollingSwitch {
  private readonly model: Model<StoredSwitch>;

  constructor(database: Database) {
    this.model = database.model<StoredSwitch>('switches', new Schema({ _id: String }, { strict: false }));
  }

  async isOn(): Promise<boolean> {
    return (await this.state()).isOn;
  }

  async state(): Promise<Omit<StoredSwitch, '_id'>> {
    const { _id, ...found } = (await this.model.findById(only).lean<StoredSwitch>()) ?? {
      _id: only,
      isOn: true,
      by: null,
      at: '',
      reason: null,
    };
    return found;
  }

  async turn(isOn: boolean, by: string, reason: string | null, now: Date): Promise<void> {
    await this.model.collection.updateOne(
      { _id: only as never },
      { $set: { isOn, by, reason, at: now.toISOString() } },
      { upsert: true },
    );
  }
}
