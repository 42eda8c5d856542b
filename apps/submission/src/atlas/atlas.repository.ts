import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database, SecretBox } from '#persistence';
import type { AtlasEntry } from './atlas-entry.ts';

export interface AtlasQuery {
  readonly kind?: string | undefined;
  readonly network?: string | undefined;
  /** Codes that cover the place, or that it covers. */
  readonly territories?: readonly string[] | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

@Injectable()
export class AtlasRepository {
  readonly store: AggregateStore<AtlasEntry>;
  private readonly suppressed: Model<{ _id: string; at: Date }>;

  constructor(
    database: Database,
    relay: OutboxRelay,
    private readonly box: SecretBox,
  ) {
    this.store = new AggregateStore<AtlasEntry>(database, relay, 'atlas', [
      [{ kind: 1, territory: 1, _id: 1 }],
      [{ territory: 1, _id: 1 }],
      [{ network: 1, _id: 1 }],
    ]);
    this.suppressed = database.model('atlas_opt_outs', new Schema({ _id: String, at: Date }));
  }

  async list({
    kind,
    network,
    territories,
    after,
    limit,
  }: AtlasQuery): Promise<{ items: AtlasEntry[]; total: number }> {
    const wanted = {
      ...(kind ? { kind } : {}),
      ...(network ? { network } : {}),
      ...(territories ? { territory: { $in: territories } } : {}),
    };
    const [items, total] = await Promise.all([
      this.store.model
        .find({ ...wanted, ...(after ? { _id: { $gt: after } } : {}) } as never, { outbox: 0, relay: 0 })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<AtlasEntry[]>(),
      this.store.model.countDocuments(wanted as never),
    ]);
    return { items, total };
  }

  /** Nobody's data can be brought back by entering them again: a hash is all that is kept of them. */
  async suppress({ email, phone }: Pick<AtlasEntry, 'email' | 'phone'>, now: Date): Promise<void> {
    for (const value of [email, phone]) {
      if (!value) continue;
      await this.suppressed.collection.updateOne(
        { _id: this.hash(value) as never },
        { $setOnInsert: { at: now } },
        { upsert: true },
      );
    }
  }

  async isSuppressed(value: string): Promise<boolean> {
    return (await this.suppressed.exists({ _id: this.hash(value) })) !== null;
  }

  private hash(value: string): string {
    return this.box.sign('atlas-opt-out', value.toLowerCase().replace(/\s/g, ''));
  }
}
