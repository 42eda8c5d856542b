import { basename, join } from 'node:path';
import { lastWords, startChild } from '../processes/child.ts';
import type { Engine, Say } from './engine.ts';

const readyWithinMs = 30_000;

export interface Launch {
  readonly path: string;
  /** Made once the data folder is ours, so it may prepare files there. */
  readonly args: () => Promise<readonly string[]>;
  readonly env?: Readonly<Record<string, string>>;
  readonly dataDir: string;
  readonly say: Say;
  /** Asked every few milliseconds until it gives the address. `printed` is what the engine printed since it started. */
  readonly ready: (printed: string, pid: number) => Promise<string | undefined>;
}

/**
 * Starts an engine on a data folder that it alone may use, and resolves when it answers.
 *
 * An engine left over from a process that died is stopped first. One that a living process uses is a refusal that names it.
 */
export const runEngine = async ({ path, args, env = {}, dataDir, say, ready }: Launch): Promise<Engine> => {
  const name = basename(path);
  const logFile = join(dataDir, 'engine.log');
  const child = await startChild({
    name,
    program: path,
    args,
    env,
    lockFile: join(dataDir, 'in-use.json'),
    guarded: `The data folder ${dataDir}`,
    logFile,
    say,
  });
  const { pid, kill, stop, exited } = child;

  const deadline = Date.now() + readyWithinMs;
  while (pid !== undefined && !child.isGone && Date.now() < deadline) {
    const url = await ready(await child.printed(), pid);
    if (url) return { url, external: false, pid, stop, exited, kill };
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const what = child.isGone ? 'stopped as it started' : `did not answer within ${readyWithinMs / 1000} s`;
  await stop();
  throw new Error(`${name} ${what}. Its last words (${logFile}):\n  ${await lastWords(child)}`);
};
