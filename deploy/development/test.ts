import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureEngines } from './engines/index.ts';
import { commandFile, runNode } from './node-program.ts';

/** What vitest writes with `--reporter=json`. */
interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
}

/** Tests that share nothing run side by side; those that start the whole product run one after the other. */
const runs = [['--project=unit', '--project=integration'], ['--project=e2e']];

const folder = mkdtempSync(join(tmpdir(), 'essaim-test-'));

/** @returns passed, failed: a suite that could not even be loaded, or an error that nobody heard, counts as one failure. */
const run = async (projects: readonly string[], index: number): Promise<readonly [number, number]> => {
  const report = join(folder, `${index}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = ['run', ...projects, ...reporters, '--passWithNoTests', ...process.argv.slice(2)];
  const { code } = await runNode([commandFile('vitest'), ...args]);
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(
    readFileSync(report, 'utf8'),
  ) as TestReport;
  return [numPassedTests, numFailedTests || numFailedTestSuites || (code ? 1 : 0)];
};

/** `npm test`: the engines, then every test; arguments go to vitest. Ends with the line that counts. */
const main = async (): Promise<number> => {
  await ensureEngines((line) => console.log(line));
  let [passed, failed] = [0, 0];
  for (const [index, projects] of runs.entries()) {
    const counts = await run(projects, index);
    passed += counts[0];
    failed += counts[1];
  }
  rmSync(folder, { recursive: true, force: true });
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed ? 1 : 0;
};

process.exitCode = await main();
