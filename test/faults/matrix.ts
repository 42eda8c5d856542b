import { parseArgs } from 'node:util';
import { Harness, type Result, type Scenario } from './harness.ts';
import { everyScenario, nameOf, randomOf } from './scenarios.ts';

const sizes = { few: 5, many: 200 };
const say = (line: string) => process.stdout.write(`${line}\n`);

const columns = ['scenario', 'repeats', 'doubled', 'in doubt', 'result', 'seconds'] as const;
const widths = [34, 7, 7, 8, 6, 7];
const line = (cells: readonly string[]) =>
  say(
    cells
      .map((cell, index) => (index ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0)))
      .join('  '),
  );

const show = ({ scenario, repeats, doubled, inDoubt, faults, seconds }: Result): void => {
  const numbers = [repeats, doubled, inDoubt].map(String);
  line([nameOf(scenario), ...numbers, faults.length ? 'FAILED' : 'ok', seconds.toFixed(1)]);
  for (const fault of faults.slice(0, 12)) say(`    ${fault}`);
  if (faults.length > 12) say(`    … and ${faults.length - 12} more`);
};

/** What could not even be judged is a failure too, and no reason to stop. */
const attempt = async (harness: Harness, scenario: Scenario): Promise<boolean> => {
  try {
    const result = await harness.run(scenario);
    show(result);
    return result.faults.length === 0;
  } catch (error) {
    say(`${nameOf(scenario)} FAILED: ${error instanceof Error ? error.stack : String(error)}`);
    return false;
  }
};

/** `npm run faults [-- --seed 7 --only dissemination/fan-out]`: the main job, with each victim killed at each moment. */
const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, only: { type: 'string' }, keep: { type: 'boolean' } },
  });
  const seed = Number(values.seed ?? Date.now() % 100_000);
  const scenarios = everyScenario(2 * sizes.many, randomOf(seed)).filter((scenario) =>
    nameOf(scenario).includes(values.only ?? ''),
  );
  say(`${scenarios.length} scenarios, seed ${seed}`);
  const harness = new Harness(say);
  let failed = 0;
  try {
    await harness.start(sizes);
    line(columns);
    for (const scenario of scenarios) if (!(await attempt(harness, scenario))) failed += 1;
    const late = await harness.lastLook();
    for (const fault of late) say(`afterwards: ${fault}`);
    say(
      `\n${scenarios.length - failed} of ${scenarios.length} held${late.length ? `, ${late.length} faults afterwards` : ''} (seed ${seed})`,
    );
    return failed || late.length ? 1 : 0;
  } finally {
    if (values.keep) say(`kept: ${harness.folder}`);
    await harness.stop(values.keep);
  }
};

process.exitCode = await main();
