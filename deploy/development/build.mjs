import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';

const compiled = ['apps', 'libs', 'deploy', 'docs', 'test'];
/** Where files that are not TypeScript are read at run time, beside the code that reads them. */
const withAssets = ['apps', 'libs', 'deploy/demonstration'];
/** Documents that the website serves. */
const served = [
  'docs/integrators.md',
  'docs/events.md',
  'docs/asyncapi.yaml',
  'docs/webhooks.asyncapi.yaml',
  'docs/guides/webhooks.md',
  ...['ts', 'py', 'php'].flatMap((language) => [
    `docs/guides/verify/verify.${language}`,
    `docs/guides/verify/receive.${language}`,
  ]),
];
const notAssets = new Set(['.ts', '.mjs', '.md', '.map']);
/** Files that change nothing in dist/. */
const notBuilt = /\.(?:mjs|md)$|[.-]spec\.ts$/;
const stampFile = 'dist/.essaim-build-stamp';

/** Whether dist/ was made from the files as they are now. */
export const isBuilt = (root) => {
  const kept = join(root, stampFile);
  return existsSync(kept) && readFileSync(kept, 'utf8') === stampOf(root);
};

/** Compiles into dist/, incrementally, and copies the assets. Returns false when tsc found faults, which it printed. */
export const build = async (root, say, runNode) => {
  const stamp = stampOf(root);
  say('building');
  const code = await runNode(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
  if (code !== 0) return false;
  for (const folder of withAssets) copyAssets(root, folder);
  for (const file of servedIn(root)) copy(root, file);
  for (const folder of compiled) removeOrphans(root, folder);
  writeFileSync(join(root, stampFile), stamp);
  return true;
};

const servedIn = (root) => served.filter((file) => existsSync(join(root, file)));

/** Names, sizes and times of all that goes into dist/. */
const stampOf = (root) => {
  const hash = createHash('sha256');
  const configuration = ['tsconfig.json', 'tsconfig.build.json', 'package.json', 'package-lock.json'].map((file) =>
    join(root, file),
  );
  for (const file of [...configuration, ...compiled.flatMap((folder) => filesIn(join(root, folder)))]) {
    if (notBuilt.test(file)) continue;
    hash.update(stateOf(root, file));
  }
  for (const file of servedIn(root)) hash.update(stateOf(root, join(root, file)));
  return hash.digest('hex');
};

const stateOf = (root, file) => {
  const { mtimeMs, size } = statSync(file);
  return `${relative(root, file)} ${mtimeMs} ${size}\n`;
};

const copyAssets = (root, folder) => {
  for (const file of filesIn(join(root, folder))) {
    if (notAssets.has(extname(file))) continue;
    copy(root, relative(root, file));
  }
};

const copy = (root, file) => {
  const to = join(root, 'dist', file);
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(join(root, file), to);
};

/** tsc leaves what it made of files that are gone; migrations and the like are found by listing, so that matters. */
const removeOrphans = (root, folder) => {
  for (const file of filesIn(join(root, 'dist', folder))) {
    const source = join(root, relative(join(root, 'dist'), file)).replace(/\.map$/, '');
    if (![source, source.replace(/\.js$/, '.ts')].some((candidate) => existsSync(candidate))) rmSync(file);
  }
};

const filesIn = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
        .sort()
    : [];
