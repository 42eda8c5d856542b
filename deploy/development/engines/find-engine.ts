import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../processes/lock.ts';
import { build, missingFor } from './build.ts';
import { cached, cacheFolder, keep, workFolder } from './cache.ts';
import { download } from './download.ts';
import type { Say } from './engine.ts';
import { isAtLeast, type Machine, onPath, versionIn, versionOutput } from './programs.ts';
import type { Candidate, Recipe } from './recipe.ts';

/** An engine's address, when somebody else runs it, or the program to run. */
export type Found = { readonly url: string } | { readonly path: string; readonly program: string };

/** A step of the search: what it found, or in a few words why it found nothing. */
type Step = (recipe: Recipe, machine: Machine, say: Say) => Promise<Found | string>;

/** No step gave an engine. The message names every way out. */
export class NoEngine extends Error {
  override readonly name = 'NoEngine';
  constructor(recipe: Recipe, reasons: readonly string[]) {
    const list = (lines: readonly string[]): string => lines.map((line) => `  - ${line}`).join('\n');
    super(
      `${recipe.name} was not found on this machine:\n${list(reasons)}\nAny of these helps:\n${list(recipe.waysOut)}`,
    );
  }
}

const fromVariable: Step = async (recipe, { env }) => {
  const url = env[recipe.variable];
  return url ? { url } : `${recipe.variable} is not set`;
};

const fromPath: Step = async ({ name, installed }, machine, say) => {
  const { program, versionArgs, atLeast } = installed;
  const path = await onPath(program, machine);
  if (!path) return `${program} is not on PATH`;
  const version = versionIn((await versionOutput(path, versionArgs, machine)) ?? '');
  if (!version) return `${path} does not tell its version`;
  if (!isAtLeast(version, atLeast)) return `${path} is ${version.join('.')}; ${atLeast.join('.')} or later is needed`;
  say(`${name}: ${program} ${version.join('.')} is installed on this machine`);
  return { path, program };
};

const fromCache: Step = async ({ released, built }, machine) => {
  for (const candidate of [released, built]) {
    const path = await cached(candidate, machine);
    if (path) return { path, program: candidate.program };
  }
  return `nothing usable in ${cacheFolder(machine)}`;
};

const fromRelease: Step = async ({ name, releases, released }, machine, say) => {
  const release = releases[machine.platform];
  if (!release) return `no official release is pinned for ${machine.platform}`;
  say(
    `${name}: fetching the official release ${release.version} (${release.megabytes} MB; given up within seconds if out of reach)`,
  );
  return obtain('the official release', released, machine, say, (folder) => download(release, folder));
};

const fromBuild: Step = async ({ name, build: recipe, built }, machine, say) => {
  const missing = await missingFor(recipe, machine);
  if (missing.length > 0) return `a build here lacks ${missing.join(', ')}`;
  say(`${name}: building ${built.program} ${recipe.version} here (${recipe.duration})`);
  return obtain('the build here', built, machine, say, (folder) => build(recipe, built.program, folder, machine, say));
};

/** The order. The first that succeeds wins. */
const steps: readonly Step[] = [fromVariable, fromPath, fromCache, fromRelease, fromBuild];

/**
 * Finds an engine, or makes one, saying what takes time.
 *
 * @throws NoEngine with all that was tried and every way out.
 */
export const findEngine = async (recipe: Recipe, machine: Machine, say: Say): Promise<Found> => {
  const reasons: string[] = [];
  for (const step of steps) {
    const result = await step(recipe, machine, say);
    if (typeof result !== 'string') return result;
    reasons.push(result);
  }
  throw new NoEngine(recipe, reasons);
};

/** Makes a program under a lock, so that two at once make it once, checks it, and keeps it. */
const obtain = async (
  what: string,
  candidate: Candidate,
  machine: Machine,
  say: Say,
  make: (folder: string) => Promise<string>,
): Promise<Found | string> => {
  const waiting = (): void => say(`  another process is already at it; waiting for its ${candidate.program}`);
  const lock = join(cacheFolder(machine), `.${candidate.folder}.lock`);
  return withLock(lock, `making ${candidate.program}`, waiting, async () => {
    const already = await cached(candidate, machine);
    if (already) return { path: already, program: candidate.program };

    const folder = await workFolder(candidate, machine);
    try {
      return { path: await keep(await make(folder), candidate, machine), program: candidate.program };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      say(`  that did not work: ${reason.split('\n')[0]}`);
      return `${what} did not work: ${reason}`;
    } finally {
      await removeTree(folder);
    }
  });
};

/** Go writes its module cache read-only; a left-over is cleared by the next attempt. */
const removeTree = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true }).catch(() => {});
