import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { endProcess, isRunning, markOf, type ProcessMark } from './process-mark.ts';

/** What a lock file says: who holds it, and what it runs under it. */
export interface Holder {
  readonly owner: ProcessMark;
  readonly purpose: string;
  /** A process that must not outlive its owner, an engine for example. */
  readonly child?: ProcessMark;
}

export interface Lock {
  /** Notes the process that works under this lock, so that it can be found if the owner dies. */
  note(child: ProcessMark): Promise<void>;
  release(): Promise<void>;
}

/** Refused: a living process holds the lock. */
export class Held extends Error {
  override readonly name = 'Held';
  readonly holder: Holder;

  constructor(holder: Holder) {
    super(`in use by process ${holder.child?.pid ?? holder.owner.pid} (${holder.purpose})`);
    this.holder = holder;
  }
}

/**
 * Takes a lock that is a file. A dead owner's lock is taken over; `leftBehind` then hears what it held.
 *
 * @throws Held when a living process has it.
 */
export const takeLock = async (
  file: string,
  purpose: string,
  leftBehind: (holder: Holder) => Promise<void> = async () => {},
): Promise<Lock> => {
  await mkdir(dirname(file), { recursive: true });
  const owner = await markOf(process.pid);
  if (!owner) throw new Error('This process cannot see itself: is /proc mounted?');

  const mine: Holder = { owner, purpose };
  while (!(await created(file, mine))) {
    const holder = await read(file);
    if (holder && (await isRunning(holder.owner))) throw new Held(holder);
    await removeStale(file, holder);
    if (holder) await leftBehind(holder);
  }
  // One after the other, so that a late note cannot bring back a lock that was given up.
  let last = Promise.resolve();
  let isReleased = false;
  const inTurn = (step: () => Promise<void>): Promise<void> => {
    last = last.then(step);
    return last;
  };
  return {
    note: (child) =>
      inTurn(async () => {
        if (!isReleased) await writeFile(file, JSON.stringify({ ...mine, child }));
      }),
    release: () => {
      isReleased = true;
      return inTurn(() => rm(file, { force: true }));
    },
  };
};

/** Ends what processes that died left running under the locks of a folder. */
export const endLeftovers = async (folder: string): Promise<void> => {
  const files = await readdir(folder).catch(() => []);
  await Promise.all(
    files.map(async (file) => {
      const holder = await read(join(folder, file));
      if (holder?.child && !(await isRunning(holder.owner))) await endProcess(holder.child);
    }),
  );
};

/** Waits for a lock as long as its holders live, works, and gives it back whatever happens. */
export const withLock = async <T>(
  file: string,
  purpose: string,
  waiting: (holder: Holder) => void,
  work: () => Promise<T>,
): Promise<T> => {
  let lock: Lock | undefined;
  let said = false;
  while (!lock) {
    try {
      lock = await takeLock(file, purpose);
    } catch (error) {
      if (!(error instanceof Held)) throw error;
      if (!said) waiting(error.holder);
      said = true;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
  try {
    return await work();
  } finally {
    await lock.release();
  }
};

const created = async (file: string, holder: Holder): Promise<boolean> => {
  try {
    await writeFile(file, JSON.stringify(holder), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

const read = async (file: string): Promise<Holder | undefined> => {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      return JSON.parse(await readFile(file, 'utf8')) as Holder;
    } catch {
      // Just being written, or just removed.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  return undefined;
};

/** Moves the stale file aside, then looks again: somebody quicker may have replaced it by a living one. */
const removeStale = async (file: string, stale: Holder | undefined): Promise<void> => {
  const aside = `${file}.${process.pid}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  const moved = await read(aside);
  if (moved && JSON.stringify(moved.owner) !== JSON.stringify(stale?.owner)) await rename(aside, file);
  else await rm(aside, { force: true });
};
