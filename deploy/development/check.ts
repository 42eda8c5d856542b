import { commandFile, runNode } from './node-program.ts';

const checks: readonly (readonly [name: string, ...args: string[]])[] = [
  ['types', commandFile('typescript', 'tsc'), '--noEmit', '-p', 'tsconfig.json', '--incremental', 'false'],
  ['style and lint', commandFile('@biomejs/biome', 'biome'), 'check', '--error-on-warnings'],
  [
    'architecture',
    commandFile('dependency-cruiser', 'depcruise'),
    '--config',
    '.dependency-cruiser.mjs',
    'apps',
    'libs',
    'deploy',
    'docs',
    'test',
  ],
  ['nothing unused', commandFile('knip')],
  ['events documented', 'dist/docs/generate/asyncapi.js', '--check'],
  ['events compatible', 'dist/docs/generate/compatibility.js'],
  ['NATS permissions up to date', 'dist/deploy/nats/generate.js', '--check'],
  ['mails laid out', 'dist/deploy/mail/generate.js', '--check'],
];

/** `npm run check`: everything but the tests, each with its time; the output of what failed is shown. */
const main = async (): Promise<number> => {
  let failed = 0;
  for (const [name, ...args] of checks) {
    const start = performance.now();
    const { code, output } = await runNode(args, true);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
    if (code !== 0) {
      failed += 1;
      console.log(output);
    }
  }
  return failed ? 1 : 0;
};

process.exitCode = await main();
