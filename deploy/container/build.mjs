/** Compiles into dist/ as `npm run build` does, with the Node and the packages that are here already. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from '../development/build.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const runNode = async (args) => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;

if (!(await build(root, console.log, runNode))) process.exitCode = 1;
