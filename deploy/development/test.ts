import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureEngines } from './engines/index.ts';
import { commandFile, runNode } from './node-program.ts';

/** What jest writes with `--json`. */
interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
}

/** Jest would leave one of two cores idle, and most of these wait for an engine. */
const workers = `--maxWorkers=${Math.max(2, availableParallelism() - 1)}`;

/** Tests that share nothing run side by side; those that start the whole product run one after the other. */
const runs = [
  // A worker keeps what its modules took: after a while a fresh one is faster.
  ['--selectProjects', 'unit', 'integration', workers, '--workerIdleMemoryLimit=1500MB'],
  ['--selectProjects', 'e2e', '--runInBand'],
];

const folder = mkdtempSync(join(tmpdir(), 'essaim-test-'));

/** @returns passed, failed: a suite that could not even be loaded counts as one failure. */
const run = async (options: readonly string[], index: number): Promise<readonly [number, number]> => {
  const report = join(folder, `${index}.json`);
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  // What was asked for comes last: `--selectProjects` would take a path for the name of a project.
  const args = [...options, '--passWithNoTests', '--json', `--outputFile=${report}`, ...process.argv.slice(2)];
  await runNode([...flags, commandFile('jest'), ...args]);
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(
    readFileSync(report, 'utf8'),
  ) as JestReport;
  return [numPassedTests, numFailedTests || numFailedTestSuites];
};

/** `npm test`: the engines, then every test; arguments go to jest. Ends with the line that counts. */
const main = async (): Promise<number> => {
  await ensureEngines((line) => console.log(line));
  let [passed, failed] = [0, 0];
  for (const [index, options] of runs.entries()) {
    const counts = await run(options, index);
    passed += counts[0];
    failed += counts[1];
  }
  rmSync(folder, { recursive: true, force: true });
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed ? 1 : 0;
};

process.exitCode = await main();
