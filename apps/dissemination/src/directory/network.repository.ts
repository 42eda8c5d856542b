import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import type { NetworkFacts } from '#contracts';
import { Database } from '#persistence';

export type KnownNetwork = NetworkFacts & { readonly _id: string; readonly v: number; readonly changedAt: Date };

/** The networks, as submission announces them. */
@Injectable()
export class NetworkRepository {
  readonly networks: Model<KnownNetwork>;

  constructor(database: Database) {
    const network = new Schema({ _id: String, v: Number }, { strict: false, strictQuery: false });
    this.networks = database.model<KnownNetwork>('networks', network);
  }

  async all(): Promise<KnownNetwork[]> {
    return this.networks.find().sort({ slug: 1 }).lean<KnownNetwork[]>();
  }
}
