import { parseArgs } from 'node:util';
import { NotHere } from './faults.ts';
import { Harness, type Result, type Scenario } from './harness.ts';
import { everyScenario, fullDiskScenarios, nameOf, randomOf } from './scenarios.ts';

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

/** What could not even be judged is a failure too, and no reason to stop. What this machine cannot do is said, and no failure. */
const attempt = async (harness: Harness, scenario: Scenario): Promise<boolean> => {
  try {
    const result = await harness.run(scenario);
    show(result);
    return result.faults.length === 0;
  } catch (error) {
    const why = error instanceof NotHere ? error.message : error instanceof Error ? error.stack : String(error);
    say(`${nameOf(scenario)} ${error instanceof NotHere ? 'left out' : 'FAILED'}: ${why}`);
    return error instanceof NotHere;
  }
};

/** @returns how much went wrong. */
const runAll = async (scenarios: readonly Scenario[], onSmallDisks: boolean, keep: boolean): Promise<number> => {
  if (scenarios.length === 0) return 0;
  const harness = new Harness(say);
  let failed = 0;
  try {
    await harness.start(sizes, onSmallDisks);
    line(columns);
    for (const scenario of scenarios) if (!(await attempt(harness, scenario))) failed += 1;
    const late = await harness.lastLook();
    for (const fault of late) say(`afterwards: ${fault}`);
    return failed + late.length;
  } catch (error) {
    if (!(error instanceof NotHere)) throw error;
    say(`${scenarios.length} scenarios left out: ${error.message}`);
    return 0;
  } finally {
    if (keep) say(`kept: ${harness.folder}`);
    await harness.stop(keep);
  }
};

/** `npm run faults [-- --seed 7 --only dissemination/fan-out]`: the main job, with each victim struck at each moment. */
const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, only: { type: 'string' }, keep: { type: 'boolean', default: false } },
  });
  const seed = Number(values.seed ?? Date.now() % 100_000);
  const random = randomOf(seed);
  const isWanted = (scenario: Scenario) => nameOf(scenario).includes(values.only ?? '');
  const [usual, full] = [everyScenario, fullDiskScenarios].map((all) => all(2 * sizes.many, random).filter(isWanted));
  const count = (usual?.length ?? 0) + (full?.length ?? 0);
  say(`${count} scenarios, seed ${seed}`);
  const failed = (await runAll(usual ?? [], false, values.keep)) + (await runAll(full ?? [], true, values.keep));
  say(`\n${failed ? `${failed} faults in ${count} scenarios` : `${count} of ${count} held`} (seed ${seed})`);
  return failed ? 1 : 0;
};

process.exitCode = await main();
