import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, isFree } from '../processes/ports.ts';
import { type Engine, type EngineOptions, externalEngine } from './engine.ts';
import { findEngine } from './find-engine.ts';
import { type Machine, thisMachine } from './programs.ts';
import { mongoRecipe } from './recipes.ts';
import { initiateReplicaSet } from './replica-set.ts';
import { runEngine } from './run-engine.ts';

/**
 * Starts a MongoDB that answers as a one-node replica set: transactions, change streams, `retryWrites` and
 * `w: "majority"` work, whichever program it is. An address in ESSAIM_MONGODB_URI is used as it is.
 */
export const startMongo = async (options: EngineOptions, machine: Machine = thisMachine()): Promise<Engine> => {
  const found = await findEngine(mongoRecipe, machine, options.say);
  if ('url' in found) return externalEngine(found.url);
  return found.program === 'mongod' ? startMongod(found.path, options) : startSecantus(found.path, options);
};

/** Its files are not mongod's, and change between its versions: each program has a folder of its own. */
const storeOf = async (dataDir: string, program: string): Promise<string> => {
  const store = join(dataDir, program);
  await mkdir(store, { recursive: true });
  return store;
};

const startSecantus = (path: string, { dataDir, say, port, throwaway = false }: EngineOptions): Promise<Engine> => {
  const args = async (): Promise<string[]> => {
    const store = await storeOf(dataDir, mongoRecipe.built.folder);
    const settings = join(dataDir, 'secantusd.toml');
    // An empty one of our own, so that it does not go looking for one of the user's.
    await writeFile(settings, '');
    const address = ['--host', '127.0.0.1', '--port', String(port ?? (await freePort()))];
    const sizes = ['--cache-size', '128M', '--log-file-max', '16MB', '--log-level', 'WARNING'];
    // Without --sync-on-commit a kill loses acknowledged writes, even with `j: true`.
    const safety = throwaway ? [] : ['--sync-on-commit'];
    return ['--config', settings, '--storage-path', store, ...address, ...sizes, ...safety];
  };
  const ready = async (log: string): Promise<string | undefined> => {
    const listening = /listening on 127\.0\.0\.1:(\d+)/.exec(log)?.[1];
    return listening && `mongodb://127.0.0.1:${listening}/?replicaSet=secantus`;
  };
  return runEngine({ path, args, dataDir, say, ready });
};

const startMongod = (path: string, { dataDir, say, port: wanted }: EngineOptions): Promise<Engine> => {
  let port = 0;
  const args = async (): Promise<string[]> => {
    const store = await storeOf(dataDir, 'mongod');
    const remembered = join(dataDir, 'mongod-port');
    port = wanted ?? (await lastPort(remembered)) ?? (await freePort());
    await writeFile(remembered, String(port));
    const address = ['--bind_ip', '127.0.0.1', '--port', String(port), '--replSet', 'essaim'];
    return ['--dbpath', store, ...address, '--quiet', '--wiredTigerCacheSizeGB', '0.25', '--oplogSize', '256'];
  };
  return runEngine({ path, args, dataDir, say, ready: () => initiateReplicaSet(port, 'essaim') });
};

/** The set remembers its member by address, so the same port is taken again while it is free. */
const lastPort = async (remembered: string): Promise<number | undefined> => {
  const port = Number(await readFile(remembered, 'utf8').catch(() => ''));
  return port && (await isFree(port)) ? port : undefined;
};
