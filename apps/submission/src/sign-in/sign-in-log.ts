import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database, newId } from '#persistence';
import type { SignInMeans } from '../sessions/session.ts';

export type SignInHappening = 'signed-in' | 'sign-in-refused' | 'session-revoked';

/** One line of the log: who, when, how, and from which network. Never changed. */
export interface SignInEntry {
  readonly _id: string;
  readonly at: Date;
  readonly what: SignInHappening;
  /** Null when nobody is known by what was shown. */
  readonly person: string | null;
  readonly session: string | null;
  readonly means: SignInMeans | null;
  /** Truncated. */
  readonly address: string;
  readonly browser: string;
  /** Of a refusal. */
  readonly reason: string | null;
}

const keptSeconds = 365 * 24 * 3_600;

/**
 * The log of sign-ins, refusals and closed sessions, kept a year. Lines are only ever added, and before what they tell of is done: a
 * crash between the two leaves a line too many, never one too few.
 */
@Injectable()
export class SignInLog {
  private readonly entries: Model<SignInEntry>;

  constructor(database: Database) {
    const schema = new Schema({ _id: String, at: Date }, { strict: false, strictQuery: false });
    schema.index({ at: 1 }, { expireAfterSeconds: keptSeconds });
    schema.index({ person: 1, _id: -1 });
    this.entries = database.model<SignInEntry>('sign_in_log', schema);
  }

  async note(entry: Omit<SignInEntry, '_id'>): Promise<void> {
    await this.entries.collection.insertOne({ _id: newId(), ...entry } as never);
  }

  /** The newest first. */
  async list(query: { person?: string | undefined; before?: string | undefined; limit: number }) {
    const all = query.person ? { person: query.person } : {};
    const page = query.before ? { ...all, _id: { $lt: query.before } } : all;
    const [items, total] = await Promise.all([
      this.entries
        .find(page as never)
        .sort({ _id: -1 })
        .limit(query.limit)
        .lean<SignInEntry[]>(),
      this.entries.countDocuments(all as never),
    ]);
    return { items, total };
  }
}
