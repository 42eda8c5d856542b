import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const hashFile = 'node_modules/.essaim-lock-hash';

const lockHash = (root) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/** Whether node_modules is what package-lock.json asks for, as far as can be told in a millisecond. */
export const isInstalled = (root) => {
  const hash = lockHash(root);
  const kept = join(root, hashFile);
  if (existsSync(kept) && readFileSync(kept, 'utf8') === hash) return true;

  // Installed by hand: npm leaves its own copy of the lock file, and writes both within moments.
  const own = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(own) || statSync(own).mtimeMs + 5_000 < statSync(join(root, 'package-lock.json')).mtimeMs)
    return false;
  writeFileSync(kept, hash);
  return true;
};

/** Brings node_modules to what package-lock.json says. */
export const install = async (root, say, run) => {
  const why = existsSync(join(root, 'node_modules')) ? 'package-lock.json changed' : 'the first time';
  const flags = ['--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  // npm tells its scripts where it is; without it, the one on PATH.
  const npm = process.env.npm_execpath;
  const runNpm = (...args) => (npm ? run(process.execPath, [npm, ...args, ...flags]) : run('npm', [...args, ...flags]));

  // It refuses a lock file made where the registry lacked some other platform's optional package; npm install does not.
  const accepts = (await runNpm('ci', '--dry-run', '--silent')) === 0;
  const command = accepts ? ['ci'] : ['install', '--no-save'];
  say(`installing dependencies with npm ${command.join(' ')} (${why}; about a minute)`);
  if ((await runNpm(...command, '--loglevel=error')) !== 0) throw new Error('npm failed. Is its registry reachable?');
  writeFileSync(join(root, hashFile), lockHash(root));
};
