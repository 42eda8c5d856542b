import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database, isDuplicateKey, type Lease } from '#persistence';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';
import { type Departure, rowsIn } from './departure.ts';

/** Of one partition: who may plan for it, and what that holder has in the air. */
interface Open {
  readonly _id: number;
  readonly fence: number;
  /** By an id of the holder's own. */
  readonly open: Readonly<Record<string, Departure>>;
}

/** A later holder plans for this partition: what an earlier one still wanted to plan is the later one's to plan. */
export class Superseded extends Error {}

/** Departures, in one document for each partition, so that planning and the right to plan are one write. */
@Injectable()
export class DepartureRepository {
  private readonly partitions: Model<Open>;

  constructor(database: Database) {
    this.partitions = database.model<Open>(
      'webhook_departures',
      new Schema({ _id: Number }, { strict: false, minimize: false }),
    );
  }

  /** From here on no earlier holder plans anything. @returns what it left in the air @throws Superseded */
  async takeOver(partition: number, { fence }: Lease): Promise<Readonly<Record<string, Departure>>> {
    try {
      await this.partitions.collection.updateOne(
        { _id: partition as never, fence: { $lte: fence } },
        { $set: { fence }, $setOnInsert: { open: {} } },
        { upsert: true },
      );
    } catch (error) {
      if (isDuplicateKey(error)) throw new Superseded(`partition ${partition}`);
      throw error;
    }
    return this.of(partition);
  }

  /** Keeps one, and forgets those whose rows are all written. The same again changes nothing. @throws Superseded */
  async keep(
    partition: number,
    { fence }: Lease,
    id: string | null,
    departure: Departure | null,
    landed: readonly string[],
  ): Promise<void> {
    const { matchedCount } = await this.partitions.collection.updateOne({ _id: partition as never, fence }, {
      ...(id ? { $set: { [`open.${id}`]: departure } } : {}),
      ...(landed.length ? { $unset: Object.fromEntries(landed.map((each) => [`open.${each}`, ''])) } : {}),
    } as never);
    if (matchedCount === 0) throw new Superseded(`partition ${partition}`);
  }

  /** What is in the air. */
  async of(partition: number): Promise<Readonly<Record<string, Departure>>> {
    return (await this.partitions.findById(partition).lean<Open>())?.open ?? {};
  }

  /** The same as rows, for whoever reads them. */
  async rowsOf(partition: number): Promise<WebhookDelivery[]> {
    return Object.values(await this.of(partition)).flatMap((departure) => rowsIn(departure, partition, 0));
  }
}
