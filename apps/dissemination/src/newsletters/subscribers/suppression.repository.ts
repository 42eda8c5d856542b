import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database, Together } from '#persistence';

/** Why an address is not written to, the gravest last. */
const reasons = ['left', 'erased', 'bounced', 'complained'] as const;
export type SuppressionReason = (typeof reasons)[number];

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
  private readonly looks = new Together<string, Suppression | null>(async (people) => {
    const found = await this.suppressions.find({ _id: { $in: [...people] } }).lean<Suppression[]>();
    const byPerson = new Map(found.map((one) => [one._id, one]));
    return people.map((person) => byPerson.get(person) ?? null);
  });

  constructor(database: Database) {
    this.suppressions = database.model<Suppression>(
      'suppressions',
      new Schema({ _id: String, reason: String, at: Date }),
    );
  }

  /** The gravest reason is the one that counts: who complained, and then leaves, has complained all the same. */
  async add(person: string, reason: SuppressionReason, at: Date): Promise<void> {
    await this.suppressions.updateOne({ _id: person }, { $setOnInsert: { reason, at } }, { upsert: true });
    const lesser = reasons.slice(0, reasons.indexOf(reason));
    await this.suppressions.updateOne({ _id: person, reason: { $in: lesser } }, { $set: { reason, at } });
  }

  async find(person: string): Promise<Suppression | null> {
    return this.looks.ask(person);
  }

  /** They came back by themselves. */
  async lift(person: string): Promise<void> {
    await this.suppressions.deleteOne({ _id: person });
  }
}
