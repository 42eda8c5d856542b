import { setTimeout as pause } from 'node:timers/promises';
import mongoose, { type Model, type Schema } from 'mongoose';
import { DatabaseNotConnected } from './errors.ts';

export interface DatabaseOptions {
  /** `mongodb://…`, without a database. */
  readonly uri: string;
  readonly name: string;
  readonly poolSize?: number;
  readonly onStatus?: (status: 'connected' | 'disconnected', detail?: string) => void;
}

/** What a collection needs before it is used: made once the database is there, by every instance, idempotently. */
export type Preparation = () => Promise<void>;

/**
 * A service's own database. It may be away at start and vanish later: operations fail within seconds meanwhile,
 * and all recovers alone.
 */
export class Database {
  readonly connection = mongoose.createConnection();
  private readonly preparations: Preparation[] = [];
  private readonly closing = new AbortController();
  private prepared = false;
  private readonly firstReady = Promise.withResolvers<void>();

  constructor(private readonly options: DatabaseOptions) {
    this.connection.on('connected', () => options.onStatus?.('connected'));
    this.connection.on('disconnected', () => options.onStatus?.('disconnected'));
  }

  /** Connects in the background and keeps trying for as long as it takes. Never throws. */
  start(): void {
    void this.connectForever();
  }

  /** Resolves once connected, migrated and indexed for the first time. */
  get ready(): Promise<void> {
    return this.firstReady.promise;
  }

  get isReady(): boolean {
    return this.prepared && this.connection.readyState === mongoose.ConnectionStates.connected;
  }

  /** Registers what must exist before the service is ready: indexes, migrations. In order. */
  prepare(preparation: Preparation): void {
    this.preparations.push(preparation);
  }

  /** A typed collection, with its indexes made by the time the database is ready. */
  model<Stored>(name: string, schema: Schema): Model<Stored> {
    schema.set('versionKey', false);
    schema.set('minimize', false);
    // Said on each schema: `connection.set` has no effect on these.
    schema.set('bufferCommands', false);
    schema.set('autoIndex', false);
    schema.set('autoCreate', false);
    const model = this.connection.model<Stored>(name, schema as never, name);
    this.prepare(async () => {
      await model.createCollection().catch(ignoreExisting);
      await model.createIndexes();
    });
    return model;
  }

  /** @throws DatabaseNotConnected or a driver error when the database does not answer. */
  async ping(): Promise<void> {
    if (!this.connection.db) throw new DatabaseNotConnected();
    await this.connection.db.admin().command({ ping: 1 }, { timeoutMS: 1500 });
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.connection.close();
  }

  private async connectForever(): Promise<void> {
    for (let attempt = 0; !this.closing.signal.aborted; attempt += 1) {
      try {
        if (this.connection.readyState !== mongoose.ConnectionStates.connected) {
          await this.connection.openUri(this.options.uri, {
            dbName: this.options.name,
            serverSelectionTimeoutMS: 2000,
            maxPoolSize: this.options.poolSize ?? 8,
            w: 'majority',
            retryWrites: true,
          });
        }
        for (const preparation of this.preparations) await preparation();
        this.prepared = true;
        this.firstReady.resolve();
        return;
      } catch (error) {
        this.options.onStatus?.('disconnected', String(error));
        await pause(Math.min(250 * 2 ** attempt, 3000), undefined, { signal: this.closing.signal }).catch(() => null);
      }
    }
  }
}

const namespaceExists = 48;
const ignoreExisting = (error: unknown): void => {
  if (!(error instanceof mongoose.mongo.MongoServerError) || error.code !== namespaceExists) throw error;
};
