import { Inject, Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { ACCESS_OPTIONS, type AccessOptions } from '#access';
import { Database, SecretBox, updateOrMake } from '#persistence';
import { countedAddress } from '#platform';
import { TooManySignIns } from './sign-in.problems.ts';

interface Count {
  _id: string;
  count: number;
  forgetAt: Date;
}

export const windowMs = 15 * 60_000;
/** Links that may be asked for one address in a quarter of an hour, known to us or not. */
export const linksPerEmail = 5;
/** Requests from one place; a demonstration and its tests all come from one machine. */
const requestsPerPlace = { production: 40, demonstration: 4_000, test: 4_000 } as const;

/** How often one may ask to sign in: counted in the database, for all instances together. Whom it counts is not readable there. */
@Injectable()
export class RequestLimits {
  private readonly counts: Model<Count>;

  constructor(
    database: Database,
    private readonly box: SecretBox,
    @Inject(ACCESS_OPTIONS) private readonly options: AccessOptions,
  ) {
    const schema = new Schema({ _id: String, count: Number, forgetAt: Date });
    schema.index({ forgetAt: 1 }, { expireAfterSeconds: 0 });
    this.counts = database.model<Count>('sign_in_counts', schema);
  }

  /** @throws TooManySignIns (429) */
  async countPlace(ip: string, now: Date): Promise<void> {
    await this.count(`place ${countedAddress(ip)}`, requestsPerPlace[this.options.mode], now);
  }

  /** @throws TooManySignIns (429) */
  async countEmail(email: string, now: Date): Promise<void> {
    await this.count(`email ${email}`, linksPerEmail, now);
  }

  private async count(who: string, most: number, now: Date): Promise<void> {
    const window = Math.floor(now.getTime() / windowMs);
    const endsAt = (window + 1) * windowMs;
    const id = `${this.box.sign('sign-in-count', who)} ${window}`;
    const { count } = await updateOrMake(this.counts, id, { $inc: { count: 1 } }, { forgetAt: new Date(endsAt) });
    if (count > most) throw new TooManySignIns(Math.max(1, Math.ceil((endsAt - now.getTime()) / 1000)));
  }
}
