import { type Model, Schema } from 'mongoose';
import type { Database } from './database.ts';
import { isDuplicateKey } from './errors.ts';

/** A change to stored data, run once per database. Named `0002-index-resources-by-status`; order is the name's. */
export interface Migration {
  readonly name: string;
  /** May be run again after a crash half-way: it must tolerate what it already did. */
  run(database: Database): Promise<void>;
}

interface StoredMigration {
  _id: string;
  startedAt: Date;
  doneAt: Date | null;
}

const staleAfterMs = 60_000;

/**
 * Runs what has not run yet, in order, one instance at a time, before the service is ready.
 * An instance that died half-way is taken over after a minute.
 */
export const migrate = (database: Database, migrations: readonly Migration[]): void => {
  const done: Model<StoredMigration> = database.model<StoredMigration>(
    'migrations',
    new Schema({ _id: String, startedAt: Date, doneAt: Date }),
  );
  database.prepare(async () => {
    for (const migration of [...migrations].sort((a, b) => a.name.localeCompare(b.name))) {
      if (await claim(done, migration.name)) {
        await migration.run(database);
        await done.updateOne({ _id: migration.name }, { $set: { doneAt: new Date() } });
      }
    }
  });
};

const claim = async (done: Model<StoredMigration>, name: string): Promise<boolean> => {
  const lapsed = new Date(Date.now() - staleAfterMs);
  try {
    const { upsertedCount, modifiedCount } = await done.updateOne(
      { _id: name, doneAt: null, startedAt: { $lt: lapsed } },
      { $set: { startedAt: new Date() }, $setOnInsert: { doneAt: null } },
      { upsert: true },
    );
    return upsertedCount + modifiedCount > 0;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const other = await done.findById(name).lean();
    if (other?.doneAt) return false;
    // Being run by another instance: not ready until it is done. Database.start() comes back.
    throw new Error(`migration ${name} is being run by another instance`);
  }
};
