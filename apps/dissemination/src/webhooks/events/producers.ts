import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { contributionEndorsed, contributionSubmitted } from '#contracts';
import { type AnnouncedAs, OnEvent, putIfNewer, type WritesReadModel } from '#messaging';
import { Database } from '#persistence';
import type { Producer } from './outgoing.ts';

interface Row extends Producer {
  /** The contribution's id. */
  readonly _id: string;
  readonly v: number;
}

/** Who produced which contribution: events of the committee do not say, and only that network is told of them. */
@Injectable()
export class Producers {
  readonly rows: Model<Row>;

  constructor(database: Database) {
    this.rows = database.model<Row>('producers', new Schema({ _id: String }, { strict: false }));
  }

  async find(contribution: string): Promise<Producer | null> {
    return this.rows.findById(contribution).lean<Row>();
  }
}

/** Learns it when a version is handed in. */
@Injectable()
export class RememberProducers implements WritesReadModel {
  constructor(private readonly producers: Producers) {}

  @OnEvent(contributionSubmitted, contributionEndorsed)
  async whenHandedIn(event: AnnouncedAs<typeof contributionSubmitted | typeof contributionEndorsed>): Promise<void> {
    const { contributionId, network, content } = event.data;
    const row = { network: network.networkId, title: content.title };
    await putIfNewer(this.producers.rows, { _id: contributionId, v: event.aggregateVersion, ...row });
  }

  async forget(): Promise<void> {
    await this.producers.rows.deleteMany({});
  }
}
