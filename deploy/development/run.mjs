/**
 * The way in for every npm script: plain JavaScript, for any Node from 20 on, before anything is installed.
 *
 *   node deploy/development/run.mjs [--no-build] <file under dist/> [arguments]
 *   node deploy/development/run.mjs [--no-build] bin:<program> [arguments]
 *
 * Installs what package-lock.json asks for, picks a Node that Essaim supports, builds, then runs the target as if it were
 * itself: same terminal, same signals, same exit code.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, isBuilt } from './build.mjs';
import { install, isInstalled } from './install.mjs';
import { oneAtATime } from './one-at-a-time.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const lock = join(root, 'dist/.run.lock');
const say = (line) => console.error(`essaim: ${line}`);

/** Programs whose package has another name, or that need flags of Node. */
const programs = {
  tsc: { package: 'typescript', flags: [] },
  depcruise: { package: 'dependency-cruiser', flags: [] },
  nest: { package: '@nestjs/cli', flags: [] },
  biome: { package: '@biomejs/biome', flags: [] },
};

const main = async () => {
  const { target, args, builds } = readArguments(process.argv.slice(2));

  if (!isInstalled(root)) {
    await oneAtATime(lock, say, async () => {
      if (!isInstalled(root)) await install(root, say, prepare);
    });
  }
  const node = supportedNode();
  if (builds && !isBuilt(root)) {
    const runNode = (nodeArgs) => prepare(node, nodeArgs);
    if (!(await oneAtATime(lock, say, async () => isBuilt(root) || build(root, say, runNode)))) return 1;
  }
  return run(node, [...commandFor(target), ...args], { ESSAIM_LAUNCHER_PID: String(process.pid) });
};

const readArguments = (given) => {
  const builds = given[0] !== '--no-build';
  const [target, ...args] = builds ? given : given.slice(1);
  if (!target) throw new Error('what to run is missing: a file under dist/, or bin:<program>');
  return { target, args, builds };
};

/** This Node when it is recent enough, else the one that npm installed. */
const supportedNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12)) return process.execPath;
  const packaged = join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  if (existsSync(packaged)) return packaged;
  throw new Error(
    `Node 22.12 or later is needed, this is ${process.versions.node}, and no packaged Node fits ` +
      `${process.platform}-${process.arch}. Install Node 24 from https://nodejs.org.`,
  );
};

const commandFor = (target) => {
  if (!target.startsWith('bin:')) return ['--enable-source-maps', join(root, 'dist', target)];
  const name = target.slice('bin:'.length);
  const program = programs[name] ?? { package: name, flags: [] };
  const folder = join(root, 'node_modules', program.package);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entry = typeof bin === 'string' ? bin : bin?.[name];
  if (!entry) throw new Error(`${program.package} has no program named ${name}`);
  return [...program.flags, resolve(folder, entry)];
};

/** A step before the target: whoever stops it wants no other step after it. */
const prepare = async (program, args) => {
  const code = await run(program, args);
  if (askedToStop) throw new Error('stopped');
  return code;
};

let askedToStop = false;

/** Resolves with the exit code. Signals are passed on, and it is the child who decides when it has stopped. */
const run = async (program, args, env = {}) => {
  const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  const pass = (signal) => {
    askedToStop = true;
    // Ctrl-C at a terminal reaches the child without us, but what is sent to npm or to us alone does not: it is passed on all the
    // same. Several of one moment are one request (stop-request.ts).
    child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  try {
    return await new Promise((done, failed) => {
      child.once('error', failed);
      child.once('exit', (code, signal) => done(code ?? 128 + constants.signals[signal]));
    });
  } finally {
    for (const signal of signals) process.off(signal, pass);
  }
};

try {
  process.exitCode = await main();
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
