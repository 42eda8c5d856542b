import { Inject, Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database, digest, newSecret, updateOrMake } from '#persistence';
import { Policies } from '../policy/policies.ts';
import { TooMuchFeedback } from './feedback.problems.ts';

interface Window {
  _id: string;
  count: number;
  expiresAt: Date;
}
interface Salt {
  _id: string;
  salt: string;
  expiresAt: Date;
}

const hourMs = 3_600_000;
/** A demonstration and its tests all come from one address. */
const perHour = { production: 20, demonstration: 5_000, test: 5_000 } as const;

/**
 * How much feedback one address may give in an hour, whichever instance it reaches. Addresses are not kept: only their
 * digest, under a salt that is forgotten within the day.
 */
@Injectable()
export class HourlyAllowance {
  private readonly windows: Model<Window>;
  private readonly salts: Model<Salt>;

  constructor(
    database: Database,
    @Inject(Policies.MODE) private readonly mode: 'production' | 'demonstration' | 'test',
  ) {
    const forgotten = (schema: Schema) => schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
    this.windows = database.model<Window>(
      'feedback_windows',
      forgotten(new Schema({ _id: String, count: Number, expiresAt: Date })),
    );
    this.salts = database.model<Salt>(
      'feedback_salts',
      forgotten(new Schema({ _id: String, salt: String, expiresAt: Date })),
    );
  }

  /** @throws TooMuchFeedback (429) when the hour is used up. */
  async take(address: string): Promise<void> {
    const now = Date.now();
    const hour = Math.floor(now / hourMs);
    const _id = digest(`${await this.saltOf(now)} ${hour} ${address}`);
    const expiresAt = new Date((hour + 1) * hourMs);
    const { count } = await updateOrMake(this.windows, _id, { $inc: { count: 1 } }, { expiresAt });
    if (count > perHour[this.mode]) throw new TooMuchFeedback(Math.ceil(((hour + 1) * hourMs - now) / 1000));
  }

  private async saltOf(now: number): Promise<string> {
    const day = new Date(now).toISOString().slice(0, 10);
    const expiresAt = new Date(Date.parse(day) + 24 * hourMs);
    const { salt } = await updateOrMake(this.salts, day, { $set: { expiresAt } }, { salt: newSecret() });
    return salt;
  }
}
