import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database } from '#persistence';

/** What a process had in the air when it was last heard of. Rows that it reserved carry its id as their claim. */
export interface StoredFlights {
  readonly _id: string;
  /** Heard of after that: it lives. */
  readonly until: Date;
  /** Rows handed over, or about to be: whether their mail left, nobody knows. */
  readonly flying: readonly string[];
  /** Rows whose mail was taken, and that do not say so yet. */
  readonly landed: readonly string[];
  /** Since when it is somebody else's: nothing more leaves on its word. */
  readonly takenAt?: Date | undefined;
}

/** One log for each process that sends mail. It is removed once no row depends on what it says. */
@Injectable()
export class FlightLogRepository {
  private readonly logs: Model<StoredFlights>;

  constructor(database: Database) {
    const schema = new Schema({ _id: String }, { strict: false, strictQuery: false });
    this.logs = database.model<StoredFlights>('mail_flights', schema);
  }

  async open(id: string, until: Date): Promise<void> {
    await this.logs.collection.insertOne({ _id: id, until, flying: [], landed: [] } as never);
  }

  /** @returns whether it still is its own: false when it was taken over, and nothing may leave on it */
  async write({ _id, ...flights }: StoredFlights): Promise<boolean> {
    const ours = { _id, takenAt: null } as never;
    const { matchedCount } = await this.logs.collection.updateOne(ours, { $set: flights as never });
    return matchedCount === 1;
  }

  /** Those whose process was not heard of for too long; from now on they are closed to it. */
  async takeLapsed(now: Date, except: string | null): Promise<StoredFlights[]> {
    const lapsed = { until: { $lte: now }, _id: { $ne: except } } as never;
    const found = await this.logs.find(lapsed, { _id: 1 }).lean<StoredFlights[]>();
    const taken = await Promise.all(
      found.map(({ _id }) =>
        this.logs
          .findOneAndUpdate(
            { _id, until: { $lte: now } } as never,
            { $set: { takenAt: now } as never },
            { returnDocument: 'after' },
          )
          .lean<StoredFlights>(),
      ),
    );
    return taken.filter((log) => log !== null);
  }

  /** Which of these are kept, alive or not: what they claim is theirs. */
  async known(ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const found = await this.logs.find({ _id: { $in: [...ids] } } as never, { _id: 1 }).lean<StoredFlights[]>();
    return new Set(found.map(({ _id }) => _id));
  }

  async remove(id: string): Promise<void> {
    await this.logs.deleteOne({ _id: id } as never);
  }

  /** Rows whose mail is being handed over, or was, and that do not say so yet. */
  async inHand(): Promise<string[]> {
    const logs = await this.logs.find().lean<StoredFlights[]>();
    return logs.flatMap(({ flying, landed }) => [...flying, ...landed]);
  }
}
