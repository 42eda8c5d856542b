import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database, newId } from '#persistence';
import type { SignInLink } from './sign-in-link.ts';

const keptSeconds = 24 * 3_600;
/** A mail server that takes longer is asked again: the same mail, the same single use. */
const claimMs = 60_000;

/** Waiting, or claimed by somebody who has not been heard of for too long. */
const dueBy = (now: Date) => ({ state: { $in: ['pending', 'sending'] }, dueAt: { $lte: now } });

@Injectable()
export class SignInLinkRepository {
  readonly links: Model<SignInLink>;

  constructor(database: Database) {
    const schema = new Schema({ _id: String }, { strict: false, strictQuery: false });
    // A day after it expired, it has not even an address to tell.
    schema.index({ expiresAt: 1 }, { expireAfterSeconds: keptSeconds });
    schema.index({ email: 1, _id: 1 });
    schema.index({ state: 1, dueAt: 1 });
    this.links = database.model<SignInLink>('sign_in_links', schema);
  }

  /** Keeps an invitation, once. It voids nothing: links that were asked for go on working. */
  async addInvitation({ _id, ...link }: SignInLink): Promise<void> {
    await this.links.collection.updateOne({ _id } as never, { $setOnInsert: link } as never, { upsert: true });
  }

  /** Keeps it, and voids those asked for before: whatever the order of two at once, the same one is left. */
  async add(link: SignInLink): Promise<void> {
    await this.links.collection.insertOne(link as never);
    await this.links.collection.updateMany(
      { email: link.email, _id: { $lt: link._id }, usedAt: null, voidedAt: null } as never,
      { $set: { voidedAt: link.askedAt } } as never,
    );
  }

  async find(id: string): Promise<SignInLink | null> {
    return this.links.findById(id).lean<SignInLink>();
  }

  /** Uses it up, in one guarded write: of two at once, one is given null. */
  async use(id: string, now: Date): Promise<SignInLink | null> {
    return this.links
      .findOneAndUpdate(
        { _id: id, usedAt: null, voidedAt: null, expiresAt: { $gt: now } } as never,
        { $set: { usedAt: now } } as never,
        { returnDocument: 'after' },
      )
      .lean<SignInLink>();
  }

  /** The next whose mail is due, claimed; null when there is none. */
  async claimDue(now: Date): Promise<SignInLink | null> {
    return this.links
      .findOneAndUpdate(
        dueBy(now) as never,
        {
          $set: { state: 'sending', claim: newId(), dueAt: new Date(now.getTime() + claimMs) },
          $inc: { attempts: 1 },
        } as never,
        { returnDocument: 'after', sort: { dueAt: 1 } },
      )
      .lean<SignInLink>();
  }

  /** Only while the claim is still ours. */
  async mark({ _id, claim }: SignInLink, changes: Partial<SignInLink>): Promise<void> {
    await this.links.collection.updateOne({ _id, claim } as never, { $set: changes } as never);
  }
}
