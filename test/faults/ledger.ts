import mongoose from 'mongoose';

/** A row of the delivery ledger, as far as a judge looks at it. */
export interface LedgerRow {
  readonly _id: string;
  readonly channel: 'mail' | 'webhook';
  readonly cause: string;
  readonly state: string;
  readonly attempts: number;
  readonly inDoubt?: boolean;
  /** Of a mail: hash of the address. */
  readonly person?: string;
}

/** Looks into the database of dissemination: only what is in doubt, and what is still to be sent, is asked there. */
export class Ledger {
  private readonly client: mongoose.mongo.MongoClient;

  constructor(url: string) {
    this.client = new mongoose.mongo.MongoClient(url, { serverSelectionTimeoutMS: 2_000 });
  }

  /** Every row about a resource. @throws while the database is away */
  async rowsOf(resource: string): Promise<LedgerRow[]> {
    return this.client.db('essaim_dissemination').collection<LedgerRow>('deliveries').find({ resource }).toArray();
  }

  async close(): Promise<void> {
    await this.client.close();
  }
}
