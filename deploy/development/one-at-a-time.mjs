import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Waits until no living process holds the lock file, works, and gives it back. */
export const oneAtATime = async (file, say, work) => {
  mkdirSync(dirname(file), { recursive: true });
  for (let said = false; !taken(file); await wait(200)) {
    const holder = holderOf(file);
    if (holder !== undefined && !isAlive(holder)) removeStale(file, holder);
    else if (!said) {
      say(`waiting for process ${holder ?? '?'}, which is installing or building here`);
      said = true;
    }
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
};

const taken = (file) => {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
};

const holderOf = (file) => {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
};

/** Moves it aside, then looks again: somebody quicker may have replaced it by a living one. */
const removeStale = (file, holder) => {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (holderOf(aside) === holder) rmSync(aside);
    else renameSync(aside, file);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
};

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};
