import { execFile } from 'node:child_process';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const megabytes = 768;

/** A disk of its own, in memory, for a folder; null where this machine does not let us make one. */
export const smallDisk = async (folder: string): Promise<{ remove: () => Promise<void> } | null> => {
  await mkdir(folder, { recursive: true });
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'essaim-faults', folder]);
  } catch {
    return null;
  }
  return {
    remove: async () => {
      await run('umount', ['--lazy', folder]);
    },
  };
};

/** Leaves not one block free. @returns what gives the room back */
export const fill = async (folder: string): Promise<() => Promise<void>> => {
  const ballast = join(folder, 'ballast');
  const file = await open(ballast, 'w');
  try {
    for (const block of [1024 * 1024, 4096]) await writeUntilFull(file, Buffer.alloc(block));
  } finally {
    await file.close();
  }
  return () => rm(ballast);
};

const writeUntilFull = async (file: Awaited<ReturnType<typeof open>>, block: Buffer): Promise<void> => {
  try {
    for (;;) await file.appendFile(block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
};

/**
 * Makes every write of a process to its disk wait, as a worn one does: strace holds up the calls that reach it.
 *
 * @returns what ends it; null where strace may not, or is not there.
 */
export const slowDown = async (pid: number, ms: number): Promise<(() => Promise<void>) | null> => {
  const calls = 'fsync,fdatasync,pwrite64';
  const slow = `inject=${calls}:delay_exit=${ms * 1000}`;
  const tracer = execFile('strace', [
    '-f',
    '-qq',
    '-o',
    '/dev/null',
    '-e',
    `trace=${calls}`,
    '-e',
    slow,
    '-p',
    String(pid),
  ]);
  const ended = new Promise<void>((resolve) => {
    tracer.once('error', () => resolve());
    tracer.once('exit', () => resolve());
  });
  const failed = await Promise.race([
    ended.then(() => true),
    new Promise((resolve) => setTimeout(resolve, 500, false)),
  ]);
  if (failed) return null;
  return async () => {
    tracer.kill('SIGINT');
    await ended;
  };
};
