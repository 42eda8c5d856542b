import { Injectable, Logger } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database, Together, updateOrMake } from '#persistence';
import { goesFirst, type MailDelivery, waitsUntil } from '../mail-delivery.ts';
import { holdUntil, type Pace, type PaceRules, pacesOf } from './pace.ts';

/** The next place that is free. */
interface StoredPace {
  readonly _id: string;
  readonly next: Date;
}

/** A domain that refuses for now. */
interface StoredHold {
  readonly _id: string;
  readonly strikes: number;
  readonly until?: Date | null | undefined;
}

interface Wish {
  readonly pace: Pace;
  readonly now: Date;
}

/** Holds are looked at so often, by every process. */
const lookMs = 2_000;
/** A place that near is now. */
const soonMs = 500;
/** A place that was missed so long ago, because mail was paused, is asked for again: not all may leave at once. */
const missedMs = 10 * 60_000;

/**
 * Gives each mail its place: in all, to its domain, by the day while a sender is new. A place that is not yet is kept on the row,
 * so that a restart changes nothing, nobody overtakes, and many that wait cost nothing until it is their turn. One document for
 * each pace, one write for all who ask at the same moment, by any number of processes.
 */
@Injectable()
export class Pacing {
  private readonly logger = new Logger(Pacing.name);
  private readonly paces: Model<StoredPace>;
  private readonly holds: Model<StoredHold>;
  private held: ReadonlyMap<string, StoredHold> = new Map();
  private lookedAt = 0;
  private readonly places = new Together<Wish, Date>((wishes) => this.takeAll(wishes));

  constructor(
    database: Database,
    private readonly rules: PaceRules,
  ) {
    const schema = () => new Schema({ _id: String }, { strict: false, strictQuery: false });
    this.paces = database.model<StoredPace>('mail_paces', schema());
    this.holds = database.model<StoredHold>('mail_holds', schema());
  }

  /** What becomes of a mail to that domain when it may not leave now; null when it may. */
  async delayed(row: MailDelivery, domain: string, now: Date): Promise<Partial<MailDelivery> | null> {
    const hold = await this.holdOn(domain, now);
    if (hold) return waitsUntil(hold, 'its domain takes no mail for now');
    if (goesFirst(row) || (row.departsAt && now.getTime() - row.departsAt.getTime() < missedMs)) return null;
    const departsAt = await this.placeOf(domain, now);
    if (departsAt.getTime() - now.getTime() <= soonMs) return null;
    return { ...waitsUntil(departsAt, 'waits for its turn'), departsAt };
  }

  /** Until when a mail to that domain must wait, whatever its place; null when it need not. */
  async holdOn(domain: string, now: Date): Promise<Date | null> {
    await this.look(now);
    const until = this.held.get(domain)?.until;
    return until && until > now ? until : null;
  }

  /** Its place: now, or later. */
  async placeOf(domain: string, now: Date): Promise<Date> {
    const wishes = pacesOf(this.rules, domain, now).map((pace) => this.places.ask({ pace, now }));
    const places = await Promise.all(wishes);
    return new Date(Math.max(now.getTime(), ...places.map((place) => place.getTime())));
  }

  /** A server of that domain refused for now. */
  async refused(domain: string, now: Date): Promise<void> {
    const hold = await updateOrMake(this.holds, domain, { $inc: { strikes: 1 } as never });
    const until = holdUntil(hold.strikes, now);
    // Those that were in the air when it began to refuse are one refusal with the first.
    if (!until || (hold.until && hold.until > now)) return this.lookAgain();
    this.logger.warn({ msg: 'mails to a domain wait', domain, until });
    await this.holds.updateOne({ _id: domain } as never, { $set: { until } as never });
    this.lookAgain();
  }

  /** It takes mail. */
  async taken(domain: string): Promise<void> {
    if (!this.held.has(domain)) return;
    await this.holds.deleteOne({ _id: domain } as never);
    this.lookAgain();
  }

  private lookAgain(): void {
    this.lookedAt = 0;
  }

  private async look(now: Date): Promise<void> {
    if (Math.abs(now.getTime() - this.lookedAt) < lookMs) return;
    this.lookedAt = now.getTime();
    const found = await this.holds.find().lean<StoredHold[]>();
    this.held = new Map(found.map((hold) => [hold._id, hold]));
  }

  private async takeAll(wishes: readonly Wish[]): Promise<Date[]> {
    const taken = new Map<string, number>();
    const byPace = Map.groupBy(wishes, ({ pace }) => pace.key);
    for (const [key, all] of byPace) taken.set(key, await this.take(all));
    return wishes.map(({ pace }) => {
      const place = taken.get(pace.key) ?? 0;
      taken.set(pace.key, place + pace.intervalMs);
      return new Date(Math.floor(place));
    });
  }

  /** @returns the first of as many places in a row, as milliseconds */
  private async take(wishes: readonly Wish[]): Promise<number> {
    const [{ pace, now }] = wishes as [Wish];
    const taken = Math.ceil(pace.intervalMs * wishes.length);
    const earliest = new Date(now.getTime() - pace.burstMs);
    const next = { $max: [{ $ifNull: ['$next', earliest] }, earliest] };
    const after = { $dateAdd: { startDate: next, unit: 'millisecond', amount: taken } };
    const stored = await updateOrMake(this.paces, pace.key, [{ $set: { next: after } }]);
    return stored.next.getTime() - taken;
  }
}
