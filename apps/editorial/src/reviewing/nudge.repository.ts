import { Injectable } from '@nestjs/common';
import type { Announcement } from '#contracts';
import { AggregateStore, OutboxRelay, type Stored } from '#messaging';
import { Database, isDuplicateKey } from '#persistence';

interface StoredNudge extends Stored {
  readonly at: string;
}

/** The slots that were told of: a row and its notices are one write, and its id is unique. */
@Injectable()
export class NudgeRepository {
  readonly store: AggregateStore<StoredNudge>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<StoredNudge>(database, relay, 'nudges');
  }

  /** Those of the slots that nobody has told of. */
  async untold(slots: readonly string[]): Promise<Set<string>> {
    const known = await this.store.model.find({ _id: { $in: slots } } as never, { _id: 1 }).lean<StoredNudge[]>();
    const told = new Set(known.map(({ _id }) => _id));
    return new Set(slots.filter((slot) => !told.has(slot)));
  }

  /** Tells, unless somebody else just did. */
  async tell(slot: string, now: Date, notices: readonly Announcement[]): Promise<void> {
    await this.store.insert({ _id: slot, at: now.toISOString() }, now, ...notices).catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
    });
  }
}
