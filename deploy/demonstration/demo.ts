import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { call, until } from './api.ts';
import { type RunningDemo, runMainJob } from './main-job.ts';

const dataDir = resolve(process.env.ESSAIM_DATA_DIR ?? '.essaim');
const say = (line: string) => process.stdout.write(`${line}\n`);

const running = async (): Promise<RunningDemo | null> => {
  const file = join(dataDir, 'demo.json');
  if (!existsSync(file)) return null;
  const demo: RunningDemo = JSON.parse(readFileSync(file, 'utf8'));
  const answers = await call('GET', `${demo.origin}/api/v1/resources?limit=1`).catch(() => null);
  return answers?.status === 200 ? demo : null;
};

const started = (): ChildProcess =>
  spawn(process.execPath, [new URL('../development/start.js', import.meta.url).pathname], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });

const stop = async (product: ChildProcess): Promise<void> => {
  const exited = new Promise((done) => product.once('exit', done));
  product.kill('SIGINT');
  await exited;
};

/** `npm run demo`: follows one resource from its submission to its readers; the exit code tells. */
const main = async (): Promise<number> => {
  let product: ChildProcess | undefined;
  try {
    let demo = await running();
    if (!demo) {
      say('The product is not running: starting it.');
      product = started();
      const ended = new Promise<never>((_, fail) => product?.once('exit', () => fail(new Error('it did not start'))));
      demo = await Promise.race([until('the product', running, 20 * 60_000, 500), ended]);
    }
    let step = 0;
    const { resource, ms } = await runMainJob(demo, (line) => {
      step += 1;
      say(`${String(step).padStart(2)}. ${line}`);
    });
    say(`\nFrom the decision to each channel (${demo.origin}/ressources/${resource}):`);
    for (const [channel, time] of Object.entries(ms)) say(`  ${channel.padEnd(8)} ${time.toFixed(0).padStart(5)} ms`);
    return 0;
  } catch (error) {
    say(`\nThe main job did not pass: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    if (product?.exitCode === null) await stop(product);
  }
};

process.exitCode = await main();
