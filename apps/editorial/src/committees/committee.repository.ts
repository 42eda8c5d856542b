import { Injectable } from '@nestjs/common';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database, migrate } from '#persistence';
import { CommitteeNotFound } from './committee.problems.ts';
import { type Committee, nationalCommittee } from './committee.ts';

const first = {
  v: 1,
  name: 'Comité éditorial national',
  kind: 'national',
  territories: [],
  sector: null,
  mandate: null,
  parent: null,
  seats: null,
  chair: null,
  outbox: [],
} as const;

@Injectable()
export class CommitteeRepository {
  readonly store: AggregateStore<Committee>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<Committee>(database, relay, 'committees');
    migrate(database, [
      {
        name: '0005-national-committee',
        run: async () => {
          const _id = nationalCommittee as never;
          await this.store.model.collection.updateOne({ _id }, { $setOnInsert: first }, { upsert: true });
        },
      },
    ]);
  }

  /** Every committee: there are few. */
  async all(): Promise<Committee[]> {
    return this.store.model.find({}, { outbox: 0, relay: 0 }).sort({ _id: 1 }).lean<Committee[]>();
  }

  /** @throws CommitteeNotFound */
  async get(id: string): Promise<Committee> {
    const committee = await this.store.find(id);
    if (!committee) throw new CommitteeNotFound();
    return committee;
  }
}
