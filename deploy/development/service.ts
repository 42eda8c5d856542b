import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Child, lastWords, startChild } from './processes/child.ts';
import type { ServiceName } from './services.ts';

const readyWithinMs = 60_000;
const reviveAfterMs = 1_000;
const reviveAfterAtMostMs = 30_000;

/** One service, as a process that may be killed and started again at the same address. */
export interface Service {
  readonly name: ServiceName;
  readonly url: string;
  readonly pid: number | undefined;
  kill(signal: NodeJS.Signals): void;
  /** Stops it if it runs, starts it again and resolves once it is ready. */
  restart(): Promise<void>;
  /** Lets it finish what it does, ten seconds at most. It stays stopped. */
  stop(): Promise<void>;
}

export interface ServiceOptions {
  readonly name: ServiceName;
  readonly url: string;
  /** Its compiled main.js. */
  readonly main: string;
  readonly env: Readonly<Record<string, string>>;
  readonly dataDir: string;
  readonly say: (line: string) => void;
  /** Whether it is started again when it ends without having been asked to. */
  readonly revive: boolean;
}

/** Starts a service and resolves once `/health/ready` answers 200. Throws with its last log lines when it does not. */
export const startService = async (options: ServiceOptions): Promise<Service> => {
  const { name, url, say } = options;
  let child: Child | undefined;
  let isWanted = false;
  let delayMs = reviveAfterMs;

  const start = async (): Promise<void> => {
    isWanted = true;
    const started = await launch(options);
    child = started;
    void started.exited.then((code) => {
      if (options.revive && isWanted && child === started) void revive(code);
    });
    await becomesReady(started, options);
    delayMs = reviveAfterMs;
  };

  const stop = async (): Promise<void> => {
    isWanted = false;
    await child?.stop();
  };

  /** A service that ends again while starting is seen by `start`, so each attempt leads to the next. */
  const revive = async (code: number | null): Promise<void> => {
    say(`${name} stopped (${code === null ? 'killed' : `exit ${code}`}); starting it again in ${delayMs / 1000} s`);
    await wait(delayMs);
    delayMs = Math.min(delayMs * 2, reviveAfterAtMostMs);
    if (!isWanted) return;
    await start().then(
      () => say(`${name} is back`),
      (error: Error) => say(error.message),
    );
  };

  const service: Service = {
    name,
    url,
    get pid() {
      return child?.isGone ? undefined : child?.pid;
    },
    kill: (signal) => child?.kill(signal),
    restart: async () => {
      await stop();
      await start();
    },
    stop,
  };
  try {
    await start();
  } catch (error) {
    // One that never was ready is a fault to show, not to retry.
    await stop();
    throw error;
  }
  return service;
};

const launch = ({ name, main, env, dataDir, say }: ServiceOptions): Promise<Child> =>
  startChild({
    name,
    program: process.execPath,
    args: () => ['--enable-source-maps', main],
    env,
    lockFile: join(dataDir, 'run', `${name}.json`),
    guarded: `The service ${name} of ${dataDir}`,
    logFile: join(dataDir, 'logs', `${name}.log`),
    say,
  });

const becomesReady = async (child: Child, { name, url, dataDir }: ServiceOptions): Promise<void> => {
  const deadline = Date.now() + readyWithinMs;
  while (!child.isGone && Date.now() < deadline) {
    if (await isReady(url)) return;
    await wait(100);
  }
  const what = child.isGone
    ? `stopped while starting (exit ${await child.exited})`
    : `is not ready after ${readyWithinMs / 1000} s`;
  throw new Error(
    `${name} ${what}. Its last log lines (${join(dataDir, 'logs', `${name}.log`)}):\n  ${await lastWords(child)}`,
  );
};

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).then(
    async (response) => {
      await response.body?.cancel();
      return response.ok;
    },
    () => false,
  );
