import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import mongoose from 'mongoose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine, EngineOptions } from './engine.ts';
import { startMongo, startNats } from './index.ts';

/** How the test writes to an engine and reads back, through the client that the services use. */
interface Memory {
  remember(url: string, word: string): Promise<void>;
  recall(url: string): Promise<string[]>;
}

const documents: Memory = {
  remember: (url, word) =>
    withMongo(url, async (words) => {
      await words.insertOne({ word }, { writeConcern: { w: 'majority' } });
    }),
  recall: (url) => withMongo(url, async (words) => (await words.find().toArray()).map(({ word }) => String(word))),
};
const withMongo = async <T>(url: string, work: (words: mongoose.Collection) => Promise<T>): Promise<T> => {
  const connection = await mongoose.createConnection(url, { dbName: 'memory' }).asPromise();
  try {
    return await work(connection.collection('words'));
  } finally {
    await connection.close();
  }
};

const messages: Memory = {
  remember: (url, word) =>
    withNats(url, async (connection) => {
      const manager = await jetstreamManager(connection);
      await manager.streams.add({ name: 'MEMORY', subjects: ['memory'] });
      await jetstream(connection).publish('memory', word);
    }),
  recall: (url) =>
    withNats(url, async (connection) => {
      const manager = await jetstreamManager(connection);
      const { state } = await manager.streams.info('MEMORY');
      const found: string[] = [];
      for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
        found.push((await manager.streams.getMessage('MEMORY', { seq }))?.string() ?? '');
      }
      return found;
    }),
};
const withNats = async <T>(
  url: string,
  work: (nats: Awaited<ReturnType<typeof connect>>) => Promise<T>,
): Promise<T> => {
  const connection = await connect({ servers: url });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
};

const engines: [string, string, (options: EngineOptions) => Promise<Engine>, Memory][] = [
  ['MongoDB', 'ESSAIM_MONGODB_URI', startMongo, documents],
  ['NATS', 'ESSAIM_NATS_URL', startNats, messages],
];

describe.each(engines)('%s, as a development engine', (_name, variable, start, memory) => {
  let dataDir: string;
  const running: Engine[] = [];
  const given = process.env[variable];
  const started = async (options: Partial<EngineOptions> = {}): Promise<Engine> => {
    const engine = await start({ dataDir, say: () => {}, ...options });
    running.push(engine);
    return engine;
  };

  beforeEach(async () => {
    // These are about engines of our own, whatever the others of this run use.
    delete process.env[variable];
    dataDir = await mkdtemp(join(tmpdir(), 'essaim-engine-'));
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((engine) => engine.stop()));
    await rm(dataDir, { recursive: true, force: true });
    if (given !== undefined) process.env[variable] = given;
  });

  it('comes back at the same address with its data after kill -9', async () => {
    const first = await started();
    await memory.remember(first.url, 'honey');
    first.kill('SIGKILL');
    expect(await first.exited).toBeNull();

    const second = await started({ port: Number(new URL(first.url).port) });
    expect(second.url).toBe(first.url);
    expect(await memory.recall(second.url)).toEqual(['honey']);
  });

  it('keeps its data over a stop', async () => {
    const first = await started();
    await memory.remember(first.url, 'wax');
    await first.stop();
    expect(await memory.recall((await started()).url)).toEqual(['wax']);
  });

  it('refuses a data folder in use, and names the process', async () => {
    const { pid } = await started();
    await expect(started()).rejects.toThrow(`is in use by process ${pid}`);
  });

  it('stops more than once without complaint', async () => {
    const engine = await started();
    await engine.stop();
    await engine.stop();
    expect(await engine.exited).toBeDefined();
  });

  it('leaves an engine that a variable names alone', async () => {
    const own = await started();
    process.env[variable] = own.url;
    const external = await started();
    expect(external).toMatchObject({ url: own.url, external: true, pid: undefined });
    await external.stop();
    expect(() => external.kill('SIGKILL')).toThrow('external');
    await memory.remember(own.url, 'still there');
    delete process.env[variable];
  });
});
