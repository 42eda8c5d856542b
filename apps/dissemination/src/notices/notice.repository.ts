import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import type { NoticeKind } from '#contracts';
import { Database } from '#persistence';
import { retentionDays } from '../ledger/ledger.ts';
import type { Notice } from './notice.ts';

const settled = 'settled';

/** What waits for the digest of each person, and what went with which. */
@Injectable()
export class NoticeRepository {
  private readonly notices: Model<Notice>;

  constructor(database: Database) {
    const schema = new Schema({ _id: String }, { strict: false, strictQuery: false });
    schema.index({ digest: 1, person: 1, askedAt: 1 });
    schema.index({ 'facts.caseId': 1 }, { sparse: true });
    schema.index({ 'facts.contributionId': 1 }, { sparse: true });
    schema.index({ askedAt: 1 }, { expireAfterSeconds: retentionDays * 24 * 3600 });
    this.notices = database.model<Notice>('notices', schema);
  }

  /** Those that are there stay as they are. */
  async add(notices: readonly Notice[]): Promise<void> {
    if (notices.length === 0) return;
    await this.notices.collection.bulkWrite(
      notices.map(({ _id, ...notice }) => ({
        updateOne: { filter: { _id: _id as never }, update: { $setOnInsert: notice }, upsert: true },
      })),
      { ordered: false },
    );
  }

  /** What waits no more for anybody is in no digest that is still to be written. */
  async settle(by: 'caseId' | 'contributionId', id: string, kinds: readonly NoticeKind[]): Promise<void> {
    await this.notices.updateMany(
      { digest: null, [`facts.${by}`]: id, kind: { $in: [...kinds] } } as never,
      { $set: { digest: settled } } as never,
    );
  }

  /** Whoever takes part in nothing any more is told nothing, and nothing is kept of what they were told. */
  async forget(person: string): Promise<void> {
    await this.notices.deleteMany({ person } as never);
  }

  /** Who has something waiting since before then. */
  async waitingBefore(before: Date): Promise<string[]> {
    const found = await this.notices.distinct('person', { digest: null, askedAt: { $lt: before } } as never);
    return found.map(String);
  }

  /** What goes with this digest: settled when it is first asked for, and the same ever after. */
  async gathered(digest: string, person: string, before: Date): Promise<Notice[]> {
    const gathered = () =>
      this.notices
        .find({ digest, person } as never)
        .sort({ askedAt: 1, _id: 1 })
        .lean<Notice[]>();
    const known = await gathered();
    if (known.length > 0) return known;
    await this.notices.updateMany(
      { digest: null, person, askedAt: { $lt: before } } as never,
      { $set: { digest } } as never,
    );
    return gathered();
  }
}
