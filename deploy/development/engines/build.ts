import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { stopWithUs } from '../processes/watchdog.ts';
import type { Say } from './engine.ts';
import { isAtLeast, type Machine, onPath, versionIn, versionOutput } from './programs.ts';
import type { Build } from './recipe.ts';

const progressEveryMs = 15_000;

/** What a build here would lack, in words; empty when it can be tried. */
export const missingFor = async (build: Build, machine: Machine): Promise<string[]> => {
  const missing: string[] = [];
  for (const { program, versionArgs, atLeast } of build.needs) {
    const path = await onPath(program, machine);
    if (!path) {
      missing.push(program);
    } else if (versionArgs && atLeast) {
      const version = versionIn((await versionOutput(path, versionArgs, machine)) ?? '');
      if (version && !isAtLeast(version, atLeast)) {
        missing.push(`${program} ${atLeast.join('.')} or later (${version.join('.')} is installed)`);
      }
    }
  }
  return missing;
};

/** Builds in the folder, telling every fifteen seconds how far it is, and returns the program's path. Throws with its last lines. */
export const build = async (
  recipe: Build,
  program: string,
  folder: string,
  machine: Machine,
  say: Say,
): Promise<string> => {
  const [command, ...args] = recipe.command;
  if (!command) throw new Error('a build without a command');

  const startedAt = Date.now();
  const lastLines: string[] = [];
  let lines = 0;
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...machine.env, ...recipe.env(folder) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  stopWithUs(child);
  const hear = (chunk: Buffer): void => {
    const heard = chunk.toString().split('\n').filter(Boolean);
    lines += heard.length;
    lastLines.push(...heard);
    lastLines.splice(0, Math.max(0, lastLines.length - 12));
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);

  const progress = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    say(
      `  … building for ${seconds} s, ${lines} steps so far: ${(lastLines.at(-1) ?? 'starting').trim().slice(0, 70)}`,
    );
  }, progressEveryMs);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0)
      throw new Error(`\`${recipe.command.join(' ')}\` ended with ${code}:\n    ${lastLines.join('\n    ')}`);
  } finally {
    clearInterval(progress);
  }
  return join(folder, 'bin', program);
};
