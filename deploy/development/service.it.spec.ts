import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from './processes/ports.ts';
import { type Service, type ServiceOptions, startService } from './service.ts';

let dataDir: string;
let service: Service | undefined;
let lines: string[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'essaim-service-'));
  lines = [];
});
afterEach(async () => {
  await service?.stop();
  service = undefined;
  await rm(dataDir, { recursive: true, force: true });
});

const ready = `
import { createServer } from 'node:http';
createServer((request, response) => response.end('{}')).listen(Number(process.env.ESSAIM_PORT), '127.0.0.1');
`;

const start = async (main: string, options: Partial<ServiceOptions> = {}): Promise<Service> => {
  const port = await freePort();
  await writeFile(join(dataDir, 'main.mjs'), main);
  service = await startService({
    name: 'watch',
    url: `http://127.0.0.1:${port}`,
    main: join(dataDir, 'main.mjs'),
    env: { ESSAIM_PORT: String(port) },
    dataDir,
    say: (line) => lines.push(line),
    revive: false,
    ...options,
  });
  return service;
};

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );

describe('A service', () => {
  it('that cannot start is reported with its last words', async () => {
    await expect(start(`console.error('ESSAIM_X is missing'); process.exit(3);`)).rejects.toThrow(
      /watch stopped while starting \(exit 3\).*ESSAIM_X is missing/s,
    );
  });

  it('that was killed stays down in tests until it is restarted, at the same address', async () => {
    const watch = await start(ready);
    watch.kill('SIGKILL');
    await wait(500);
    expect(watch.pid).toBeUndefined();
    expect(await answers(watch.url)).toBe(false);

    await watch.restart();
    expect(await answers(watch.url)).toBe(true);
  });

  it('that crashed is started again where that is wanted, and says so', async () => {
    const watch = await start(ready, { revive: true });
    watch.kill('SIGKILL');
    for (let tries = 0; tries < 100 && !lines.includes('watch is back'); tries += 1) await wait(100);
    expect(lines).toEqual(['watch stopped (killed); starting it again in 1 s', 'watch is back']);
    expect(await answers(watch.url)).toBe(true);
  });

  it('that was asked to stop stays stopped', async () => {
    const watch = await start(ready, { revive: true });
    await watch.stop();
    await wait(1_500);
    expect(lines).toEqual([]);
    expect(await answers(watch.url)).toBe(false);
  });
});
