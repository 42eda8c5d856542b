import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { markOf, type ProcessMark } from './process-mark.ts';

const parent = `
import { spawn } from 'node:child_process';
const { stopWithUs } = await import(process.argv[1]);
const child = spawn('sleep', ['60'], { stdio: 'ignore', detached: true });
stopWithUs(child);
console.log(child.pid);
`;

describe('The watchdog', () => {
  it('ends the children of a process that was killed without warning', async () => {
    const args = ['--experimental-strip-types', '--input-type=module', '--eval', parent];
    const killed = spawn(process.execPath, [...args, join(import.meta.dirname, 'watchdog.ts')], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const pid = Number(await new Promise<Buffer>((resolve) => killed.stdout.once('data', resolve)));
    expect(await markOf(pid)).toBeDefined();

    killed.kill('SIGKILL');
    let left: ProcessMark | undefined;
    for (let tries = 0; tries < 50; tries += 1) {
      left = await markOf(pid);
      if (!left) break;
      await wait(100);
    }
    expect(left).toBeUndefined();
  });
});
