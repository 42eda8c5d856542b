import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { Database } from '#persistence';
import { type Engine, type EngineOptions, startMongo, startNats } from '../../deploy/development/engines/index.ts';
import { type Machine, thisMachine } from '../../deploy/development/engines/programs.ts';

type Start = (options: EngineOptions, machine?: Machine) => Promise<Engine>;

/** This machine without the engines that variables name: for tests that break theirs. */
const onItsOwn = (): Machine => {
  const { ESSAIM_MONGODB_URI: _, ESSAIM_NATS_URL: __, ...env } = process.env;
  return { ...thisMachine(), env };
};

/** An engine of the test's own, at an address that stays the same over its deaths. */
export interface BreakableEngine {
  readonly url: string;
  kill(): Promise<void>;
  revive(): Promise<void>;
  end(): Promise<void>;
}

const aBreakable = async (start: Start): Promise<BreakableEngine> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'essaim-test-'));
  let engine = await start({ dataDir, say: () => {} }, onItsOwn());
  const port = Number(new URL(engine.url).port);
  return {
    url: engine.url,
    kill: async () => {
      engine.kill('SIGKILL');
      await engine.exited;
    },
    revive: async () => {
      engine = await start({ dataDir, say: () => {}, port }, onItsOwn());
    },
    end: async () => {
      await engine.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

export const aBreakableMongo = (): Promise<BreakableEngine> => aBreakable(startMongo);
export const aBreakableNats = (): Promise<BreakableEngine> => aBreakable(startNats);

const forThisFile = (start: Start, machine: () => Machine) => {
  let dataDir: string;
  let engine: Engine;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'essaim-test-'));
    engine = await start({ dataDir, say: () => {}, throwaway: true }, machine());
  });
  afterAll(async () => {
    await engine.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  return () => engine.url;
};

let made = 0;
/** A database name that no other test has. */
export const aDatabaseName = (): string => {
  made += 1;
  return `essaim_test_${process.pid}_${Date.now().toString(36)}_${made}`;
};

/** A MongoDB for the tests of this file: the one that ESSAIM_MONGODB_URI names, else one of its own. */
export const mongoForThisFile = () => {
  const uri = forThisFile(startMongo, thisMachine);
  const open: Database[] = [];
  const users: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of users) await stop();
    const databases = open.splice(0);
    for (const { connection } of databases) await connection.db?.dropDatabase().catch(() => undefined);
    await Promise.all(databases.map((database) => database.close()));
  });
  return {
    uri,
    /** What uses a database after the test has ended is stopped before it is closed. */
    stopFirst: (stop: () => Promise<void>): void => void users.push(stop),
    /** A database that is ready; `prepare` runs before it connects, as repositories do in their constructors. */
    aDatabase: async <Parts>(prepare: (database: Database) => Parts, name = aDatabaseName()): Promise<Parts> => {
      const database = new Database({ uri: uri(), name });
      open.push(database);
      const parts = prepare(database);
      database.start();
      await database.ready;
      return parts;
    },
  };
};
