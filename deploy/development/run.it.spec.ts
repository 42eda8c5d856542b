import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from './project-root.ts';

let root: string;
let child: ChildProcess | undefined;

const write = async (file: string, content: string): Promise<void> => {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), content);
};

/** A project of one service, whose dependencies are installed. */
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'essaim run '));
  await cp(import.meta.dirname, join(root, 'deploy/development'), {
    recursive: true,
    filter: (path) => path === import.meta.dirname || path.endsWith('.mjs'),
  });
  await write('package.json', '{ "type": "module" }');
  await write('package-lock.json', '{}');
  await write('node_modules/.package-lock.json', '{}');
  await symlink(join(projectRoot(), 'node_modules/typescript'), join(root, 'node_modules/typescript'));
  const options = { module: 'nodenext', target: 'es2024', rootDir: '.', outDir: 'dist', types: [] };
  const compilerOptions = { ...options, incremental: true, tsBuildInfoFile: 'dist/.tsbuildinfo' };
  await write('tsconfig.json', '{}');
  await write('tsconfig.build.json', JSON.stringify({ compilerOptions, include: ['apps'] }));
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await rm(root, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

const run = (...args: string[]): Promise<Ended> & { heard: (text: string) => Promise<void> } => {
  const started = spawn(process.execPath, [join(root, 'deploy/development/run.mjs'), ...args]);
  child = started;
  let output = '';
  for (const stream of [started.stdout, started.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
  const heard = async (text: string): Promise<void> => {
    while (!output.includes(text)) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const ended = new Promise<Ended>((resolve) => started.once('close', (code) => resolve({ code, output })));
  return Object.assign(ended, { heard });
};

const target = 'apps/watch/src/main.js';
const mainReads = `
// @ts-nocheck
import { readFileSync } from 'node:fs';
console.log(readFileSync(new URL('./hello.hbs', import.meta.url), 'utf8'), process.argv.slice(2).join(' '));
process.exitCode = 7;
`;

describe('The launcher', () => {
  it('builds, copies assets, and runs the target with its arguments and exit code', async () => {
    await write('apps/watch/src/main.ts', mainReads);
    await write('apps/watch/src/hello.hbs', 'Bonjour');
    const { code, output } = await run(target, 'les', 'abeilles');
    expect(output).toContain('Bonjour les abeilles');
    expect(code).toBe(7);
  });

  it('builds only when something changed, and forgets what is gone', async () => {
    await write('apps/watch/src/main.ts', mainReads);
    await write('apps/watch/src/hello.hbs', 'Bonjour');
    await write('apps/watch/src/old.ts', 'export const old = 1;');
    await run(target);
    expect((await run(target)).output).not.toContain('building');

    await rm(join(root, 'apps/watch/src/old.ts'));
    await write('apps/watch/src/hello.hbs', 'Bonsoir');
    expect((await run(target)).output).toMatch(/building.*Bonsoir/s);
    await expect(readFile(join(root, 'dist/apps/watch/src/old.js'))).rejects.toThrow('ENOENT');
  });

  it('shows the faults of a build that fails, and runs nothing', async () => {
    await write('apps/watch/src/main.ts', `export const bees: number = 'three';\n`);
    const { code, output } = await run(target);
    expect(output).toContain(`Type 'string' is not assignable to type 'number'`);
    expect(code).toBe(1);
  });

  it('builds once when several start together', async () => {
    await write('apps/watch/src/main.ts', mainReads);
    await write('apps/watch/src/hello.hbs', 'Bonjour');
    const ended = await Promise.all([run(target), run(target), run(target)]);
    expect(ended.map(({ code }) => code)).toEqual([7, 7, 7]);
    expect(ended.filter(({ output }) => output.includes('essaim: building'))).toHaveLength(1);
  });

  it('runs a program of node_modules without a build', async () => {
    const { code, output } = await run('--no-build', 'bin:tsc', '--version');
    expect(output).toMatch(/^Version \d/);
    expect(code).toBe(0);
  });

  it('passes a signal on and lets the target decide how it ends', async () => {
    const main = `process.on('SIGTERM', () => { console.log('tidied up'); process.exit(5); }); setInterval(() => {}, 1000); console.log('up');`;
    await write('apps/watch/src/main.ts', `// @ts-nocheck\n${main}`);
    const running = run(target);
    await running.heard('up\n');
    child?.kill('SIGTERM');
    const { code, output } = await running;
    expect(output).toContain('tidied up');
    expect(code).toBe(5);
  });
});
