import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database } from '#persistence';
import { groupOf, type NoticeGroup } from './choices.ts';

interface StoredChoice {
  readonly _id: string;
  readonly declined: readonly NoticeGroup[];
  readonly at: Date;
}

/** What members asked not to be told. */
@Injectable()
export class NoticeChoiceRepository {
  private readonly choices: Model<StoredChoice>;

  constructor(database: Database) {
    this.choices = database.model<StoredChoice>('notice_choices', new Schema({ _id: String }, { strict: false }));
  }

  async declinedBy(person: string): Promise<readonly NoticeGroup[]> {
    return (await this.choices.findById(person).lean<StoredChoice>())?.declined ?? [];
  }

  async keep(person: string, declined: readonly NoticeGroup[], at: Date): Promise<void> {
    await this.choices.updateOne({ _id: person } as never, { $set: { declined, at } as never }, { upsert: true });
  }

  /** Also these, from now on. */
  async decline(person: string, groups: readonly NoticeGroup[], at: Date): Promise<readonly NoticeGroup[]> {
    const declined = { $addToSet: { declined: { $each: [...groups] } }, $set: { at } } as never;
    await this.choices.updateOne({ _id: person } as never, declined, { upsert: true });
    return this.declinedBy(person);
  }

  async forget(person: string): Promise<void> {
    await this.choices.deleteOne({ _id: person } as never);
  }

  /** Of what waits for somebody, what they want to know, or must. */
  async wanted<Told extends { readonly kind: string }>(person: string, told: readonly Told[]): Promise<Told[]> {
    const declined = await this.declinedBy(person);
    return told.filter(({ kind }) => {
      const group = groupOf(kind);
      return group === null || !declined.includes(group);
    });
  }
}
