import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Found, findEngine } from './find-engine.ts';
import type { Recipe, Release } from './recipe.ts';

let folder: string;
let site: Server | undefined;
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'essaim-find-'));
  lines = [];
});
afterEach(async () => {
  site?.closeAllConnections();
  site?.close();
  site = undefined;
  await rm(folder, { recursive: true, force: true });
});

const aProgram = async (path: string, body: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
};
const installed = (version: string) => aProgram(join(folder, 'path/hive'), `echo "hive version v${version}"`);

/** A builder that counts how often it ran, and makes a program of the given version. */
const builder = (version = '2.1.0', exitCode = 0) =>
  aProgram(
    join(folder, 'path/hive-maker'),
    `PATH=/usr/bin:/bin; echo made >> "${folder}/builds"; sleep 0.3; mkdir -p "$OUT/bin"
printf '#!/bin/sh\\necho hive ${version}\\n' > "$OUT/bin/hive"; echo "cannot find honey" >&2; exit ${exitCode}`,
  );

/** A site with one archive, or one that never answers. */
const serve = async (answers: boolean): Promise<Release> => {
  await aProgram(join(folder, 'site/hive-2.0.0/hive'), 'echo hive 2.0.0');
  execFileSync('tar', ['-czf', join(folder, 'hive.tgz'), '-C', join(folder, 'site'), 'hive-2.0.0']);
  const archive = await readFile(join(folder, 'hive.tgz'));
  site = createServer((_request, response) => void (answers && response.end(archive)));
  await new Promise<void>((resolve) => site?.listen(0, '127.0.0.1', resolve));
  return {
    version: '2.0.0',
    url: `http://127.0.0.1:${(site.address() as AddressInfo).port}/hive.tgz`,
    sha256: createHash('sha256').update(archive).digest('hex'),
    member: 'hive-2.0.0/hive',
    megabytes: 1,
  };
};

const aRecipe = (release?: Release): Recipe => ({
  name: 'NATS',
  variable: 'HIVE_URL',
  installed: { program: 'hive', versionArgs: ['--version'], atLeast: [2] },
  releases: release ? { 'test-x64': release } : {},
  released: { folder: 'hive-2.0.0', program: 'hive', versionArgs: [], version: '2.0.0' },
  build: {
    version: '2.1.0',
    needs: [{ program: 'hive-maker' }],
    command: [join(folder, 'path/hive-maker')],
    env: (work) => ({ OUT: work }),
    duration: 'a moment',
  },
  built: { folder: 'hive-2.1.0', program: 'hive', versionArgs: [], version: '2.1.0' },
  waysOut: ['keep bees', 'set HIVE_URL'],
});

const find = (recipe: Recipe, env: NodeJS.ProcessEnv = {}): Promise<Found> =>
  findEngine(
    recipe,
    { env: { PATH: join(folder, 'path'), XDG_CACHE_HOME: join(folder, 'cache'), ...env }, platform: 'test-x64' },
    (line) => lines.push(line),
  );
const inCache = (name: string) => join(folder, 'cache/essaim/engines', name, 'hive');

describe('The search for an engine', () => {
  it('takes the address of a variable before anything else', async () => {
    await installed('2.3.4');
    expect(await find(aRecipe(), { HIVE_URL: 'hive://elsewhere' })).toEqual({ url: 'hive://elsewhere' });
  });

  it('takes an installed program of a sufficient version, and says so', async () => {
    await installed('2.3.4');
    expect(await find(aRecipe())).toEqual({ path: join(folder, 'path/hive'), program: 'hive' });
    expect(lines).toEqual(['NATS: hive 2.3.4 is installed on this machine']);
  });

  it('leaves an installed program that is too old, and builds one', async () => {
    await installed('1.9.0');
    await builder();
    expect(await find(aRecipe())).toEqual({ path: inCache('hive-2.1.0'), program: 'hive' });
  });

  it('prefers the official release to a build', async () => {
    await builder();
    expect(await find(aRecipe(await serve(true)))).toEqual({ path: inCache('hive-2.0.0'), program: 'hive' });
  });

  it('refuses a release with another SHA-256 than the pinned one', async () => {
    await builder();
    const release = { ...(await serve(true)), sha256: '0'.repeat(64) };
    expect(await find(aRecipe(release))).toEqual({ path: inCache('hive-2.1.0'), program: 'hive' });
    expect(lines.join('\n')).toContain('it was not used');
  });

  it('gives up a silent site within seconds', async () => {
    await builder();
    const startedAt = Date.now();
    expect(await find(aRecipe(await serve(false)))).toMatchObject({ path: inCache('hive-2.1.0') });
    expect(Date.now() - startedAt).toBeLessThan(8_000);
  });

  it('makes a program once, however many ask at the same time, and never again', async () => {
    await builder();
    const found = await Promise.all([find(aRecipe()), find(aRecipe()), find(aRecipe())]);
    await find(aRecipe());
    expect(new Set(found.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(await readFile(join(folder, 'builds'), 'utf8')).toBe('made\n');
  });

  it('keeps nothing that does not run as the expected version', async () => {
    await builder('1.0.0');
    await expect(find(aRecipe())).rejects.toThrow('does not run here as hive 2.1.0');
    await expect(readFile(inCache('hive-2.1.0'))).rejects.toThrow('ENOENT');
  });

  it('names, when nothing worked, all that was tried and every way out', async () => {
    await builder('2.1.0', 3);
    await expect(find(aRecipe())).rejects.toThrow(
      /HIVE_URL is not set.*not on PATH.*no official release.*cannot find honey.*keep bees.*set HIVE_URL/s,
    );
  });
});
