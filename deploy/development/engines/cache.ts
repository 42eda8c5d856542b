import { chmod, copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Machine, versionOutput } from './programs.ts';
import type { Candidate } from './recipe.ts';

/** Where engines are kept: per user, shared by all clones, outside of any of them. */
export const cacheFolder = ({ env }: Machine): string =>
  join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'essaim', 'engines');

/** The cached program, when it is there and runs on this machine. */
export const cached = async (candidate: Candidate, machine: Machine): Promise<string | undefined> => {
  const path = join(cacheFolder(machine), candidate.folder, candidate.program);
  return (await runs(path, candidate, machine)) ? path : undefined;
};

/** Takes a program into the cache, whole or not at all. Throws when it does not run or is not the expected version. */
export const keep = async (path: string, candidate: Candidate, machine: Machine): Promise<string> => {
  await chmod(path, 0o755);
  if (!(await runs(path, candidate, machine))) {
    throw new Error(`the program obtained does not run here as ${candidate.program} ${candidate.version}`);
  }
  const folder = join(cacheFolder(machine), candidate.folder);
  const making = `${folder}.making-${process.pid}`;
  await mkdir(making, { recursive: true });
  await copyFile(path, join(making, candidate.program));
  await chmod(join(making, candidate.program), 0o755);
  await rm(folder, { recursive: true, force: true });
  await rename(making, folder);
  return join(folder, candidate.program);
};

/** An empty folder to work in. Those of interrupted attempts are cleared: call it under the lock of that candidate. */
export const workFolder = async (candidate: Candidate, machine: Machine): Promise<string> => {
  const folder = join(cacheFolder(machine), `.work-${candidate.folder}`);
  await rm(folder, { recursive: true, force: true });
  for (const entry of await readdir(dirname(folder)).catch(() => [])) {
    if (entry.startsWith(`${candidate.folder}.making-`))
      await rm(join(dirname(folder), entry), { recursive: true, force: true });
  }
  await mkdir(folder, { recursive: true });
  return folder;
};

const runs = async (path: string, candidate: Candidate, machine: Machine): Promise<boolean> =>
  (await versionOutput(path, candidate.versionArgs, machine))?.includes(candidate.version) ?? false;
