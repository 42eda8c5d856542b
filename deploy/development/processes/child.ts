import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Held, type Lock, takeLock } from './lock.ts';
import { endProcess, isRunning, markOf } from './process-mark.ts';
import { stopWithUs } from './watchdog.ts';

const stopWithinMs = 10_000;
const logAtMostBytes = 20 * 1024 * 1024;

export interface ChildOptions {
  /** What to call it when talking to a person. */
  readonly name: string;
  readonly program: string;
  readonly args: () => Promise<readonly string[]> | readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Held while the child runs, so that one left over from a killed run is found and stopped. */
  readonly lockFile: string;
  /** What a living holder of that lock keeps others from: `the data folder …`. */
  readonly guarded: string;
  readonly logFile: string;
  readonly say: (line: string) => void;
}

/** A process of ours. It ends when we end, however we end. */
export interface Child {
  readonly pid: number | undefined;
  readonly isGone: boolean;
  /** The exit code; null after a signal, or when the program could not be run. */
  readonly exited: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, then SIGKILL after ten seconds; resolves once it is gone. */
  stop(): Promise<void>;
  /** What it printed since it started. */
  printed(): Promise<string>;
}

/**
 * Starts a child under its lock, logging to a file. `args` runs once the lock is held, so it may prepare files.
 *
 * @throws when a living process holds the lock, naming it.
 */
export const startChild = async (options: ChildOptions): Promise<Child> => {
  const { name, lockFile, guarded, logFile, say } = options;
  const lock = await takeLock(lockFile, name, async ({ child, purpose }) => {
    if (!child || !(await isRunning(child))) return;
    say(`Stopping ${purpose} (process ${child.pid}), left over from a run that was killed`);
    await endProcess(child);
  }).catch((error: unknown) => {
    throw error instanceof Held ? new Error(`${guarded} is ${error.message}. Stop it, or use another folder.`) : error;
  });
  try {
    const log = await openLog(logFile);
    const child = spawn(options.program, await options.args(), {
      ...(options.cwd ? { cwd: options.cwd } : {}),
      env: { ...process.env, ...options.env },
      stdio: ['ignore', log.fd, log.fd],
      // A session of its own: Ctrl-C at the terminal reaches us, and we decide who stops when.
      detached: true,
    });
    stopWithUs(child);
    return await handleOf(child, lock, log);
  } catch (error) {
    await lock.release();
    throw error;
  }
};

const handleOf = async (child: ChildProcess, lock: Lock, log: Log): Promise<Child> => {
  let isGone = false;
  const exited = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  }).then(async (code) => {
    isGone = true;
    await log.close();
    await lock.release();
    return code;
  });

  const mark = child.pid === undefined ? undefined : await markOf(child.pid);
  if (mark && !isGone) await lock.note(mark);
  return {
    pid: child.pid,
    get isGone() {
      return isGone;
    },
    exited,
    kill: (signal) => void child.kill(signal),
    stop: async () => {
      if (isGone) return;
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
      await exited;
      clearTimeout(insist);
    },
    printed: log.sinceStart,
  };
};

type Log = Awaited<ReturnType<typeof openLog>>;

/** A log file for a child: appended to, started afresh once it is large. */
const openLog = async (file: string) => {
  await mkdir(dirname(file), { recursive: true });
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  const keeps = size < logAtMostBytes;
  const handle = await open(file, keeps ? 'a' : 'w');
  return {
    fd: handle.fd,
    close: () => handle.close(),
    sinceStart: () => textFrom(file, keeps ? size : 0),
  };
};

const textFrom = async (file: string, position: number): Promise<string> => {
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.alloc(Math.max(0, (await handle.stat()).size - position));
    await handle.read(buffer, 0, buffer.length, position);
    return buffer.toString();
  } finally {
    await handle.close();
  }
};

/** The last lines of what a child printed, for an error message. */
export const lastWords = async (child: Child, lines = 12): Promise<string> =>
  (await child.printed()).trimEnd().split('\n').slice(-lines).join('\n  ');
