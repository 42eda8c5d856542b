import { Inject, Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { ACCESS_OPTIONS, type AccessOptions } from '#access';
import { Database, SecretBox, updateOrMake } from '#persistence';
import { countedAddress } from '#platform';
import { TooManyRequests } from './subscriber.problems.ts';

interface Count {
  _id: string;
  count: number;
  forgetAt: Date;
}

/** From where somebody asks; a form of the website may have brought no work. */
export interface Asker {
  readonly ip: string;
  readonly isUnproven: boolean;
}

const hourMs = 3_600_000;
/** Mails that strangers can have sent to one address in a day, by asking for it. */
export const mailsPerAddress = 5;
/** Requests an hour; a demonstration and its tests all come from one machine, for addresses of one domain. */
const perHour = {
  production: { place: 30, unproven: 5, domain: 500 },
  demonstration: { place: 20_000, unproven: 20_000, domain: 20_000 },
  test: { place: 20_000, unproven: 20_000, domain: 20_000 },
} as const;

/** How often one may ask for mail: counted in the database, for all instances together. Whom it counts is not readable there. */
@Injectable()
export class SubscriptionLimits {
  private readonly counts: Model<Count>;

  constructor(
    database: Database,
    private readonly box: SecretBox,
    @Inject(ACCESS_OPTIONS) private readonly options: AccessOptions,
  ) {
    const schema = new Schema({ _id: String, count: Number, forgetAt: Date });
    schema.index({ forgetAt: 1 }, { expireAfterSeconds: 0 });
    this.counts = database.model<Count>('subscription_counts', schema);
  }

  /** Says nothing of the address itself. @throws TooManyRequests (429) */
  async countRequest({ ip, isUnproven }: Asker, email: string, now: Date): Promise<void> {
    const most = perHour[this.options.mode];
    const place = countedAddress(ip);
    const counts = [
      [`place ${place}`, most.place],
      [`domain ${email.split('@').at(-1)?.toLowerCase()}`, most.domain],
      ...(isUnproven ? ([[`unproven ${place}`, most.unproven]] as const) : []),
    ] as const;
    const left = Math.ceil((hourMs - (now.getTime() % hourMs)) / 1000);
    for (const [who, limit] of counts) {
      if ((await this.count(who, hourMs, now)) > limit) throw new TooManyRequests(left);
    }
  }

  /** Whether one more mail may leave for somebody who perhaps never asked. */
  async mayWriteTo(person: string, now: Date): Promise<boolean> {
    return (await this.count(`address ${person}`, 24 * hourMs, now)) <= mailsPerAddress;
  }

  private async count(who: string, windowMs: number, now: Date): Promise<number> {
    const window = Math.floor(now.getTime() / windowMs);
    const id = `${this.box.sign('subscription-count', who)} ${window}`;
    const forgetAt = new Date((window + 1) * windowMs);
    const { count } = await updateOrMake(this.counts, id, { $inc: { count: 1 } }, { forgetAt });
    return count;
  }
}
