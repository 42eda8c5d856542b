import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { get, harness } from './test/harness.ts';
import { eventually } from './test/listening.ts';

const { aServer, aClient } = harness();
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

describe('An answer', () => {
  it('is kept up to the limit, characters whole', async () => {
    const server = await aServer((_, response) => response.end('é'.repeat(9)));
    const client = aClient();
    const kept = async (maxBodyBytes: number) => client.send({ ...get(server.url), maxBodyBytes });
    expect(await kept(18)).toMatchObject({ body: 'é'.repeat(9), truncated: false });
    expect(await kept(17)).toMatchObject({ body: 'é'.repeat(8), truncated: true });
    expect(await kept(0)).toMatchObject({ body: '', truncated: true });
  });

  it('without end is cut off, and its socket closed (F29)', async () => {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const endless = await aServer((_, response) => {
      const pour = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', pour);
      pour();
    });
    const client = aClient();
    const before = process.memoryUsage().arrayBuffers;
    for (const outcomes of times(25, () => Promise.all(times(8, () => client.send(get(endless.url)))))) {
      for (const outcome of await outcomes) {
        expect(outcome).toMatchObject({ outcome: 'answered', status: 200, truncated: true });
        expect(outcome.outcome === 'answered' && outcome.bytes.length).toBe(16 * 1024);
      }
    }
    await eventually(() => endless.openSockets() === 0);
    for (const { bytesWritten } of endless.sockets) expect(bytesWritten).toBeLessThan(32 * 1024 * 1024);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
  });
});

describe('F29: A receiver that pours or drips', () => {
  it('a gigabyte is cut after a few kilobytes', async () => {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const poured = await aServer((_, response) => {
      response.writeHead(200, { 'content-length': String(1024 ** 3) });
      const pour = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', pour);
      pour();
    });
    const outcome = await aClient().send(get(poured.url));
    expect(outcome).toMatchObject({ outcome: 'answered', status: 200, truncated: true });
    await eventually(() => poured.openSockets() === 0);
    for (const { bytesWritten } of poured.sockets) expect(bytesWritten).toBeLessThan(32 * 1024 * 1024);
  });

  it('a byte at a time is cut when the time is over, and holds nobody else up', async () => {
    const timers: NodeJS.Timeout[] = [];
    const dripping = await aServer((_, response) => {
      response.writeHead(200);
      timers.push(setInterval(() => response.write('x'), 20));
    });
    const quick = await aServer((_, response) => response.end('quick'));
    const client = aClient();
    const startedAt = performance.now();
    const slow = times(20, () => client.send({ ...get(dripping.url), timeoutMs: 500 }));
    expect(await client.send(get(quick.url))).toMatchObject({ outcome: 'answered' });
    expect(performance.now() - startedAt).toBeLessThan(400);
    for (const outcome of await Promise.all(slow))
      expect(outcome).toMatchObject({ outcome: 'failed', code: 'timeout' });
    await eventually(() => dripping.openSockets() === 0);
    for (const timer of timers) clearInterval(timer);
  });
});

describe('Connections', () => {
  it('are kept for the next requests', async () => {
    const server = await aServer((_, response) => response.end('x'.repeat(15_000)));
    const client = aClient();
    for (let sent = 0; sent < 50; sent += 1) await client.send(get(server.url));
    expect(server.sockets.size).toBe(1);
    await Promise.all(times(200, () => client.send(get(server.url))));
    expect(server.sockets.size).toBe(8);
    expect(server.requests).toHaveLength(250);
    await client.close();
    await eventually(() => server.openSockets() === 0);
  });

  it('to one origin are at most eight, and a slow origin delays no other', async () => {
    const slow = await aServer(() => undefined);
    const quick = await aServer((_, response) => response.end('quick'));
    const client = aClient();
    const stuck = times(100, () => client.send({ ...get(slow.url), timeoutMs: 600 }));
    const startedAt = performance.now();
    const outcomes = await Promise.all(times(100, () => client.send(get(quick.url))));
    expect(outcomes.every(({ outcome }) => outcome === 'answered')).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(500);
    await eventually(() => slow.requests.length === 8);
    expect(slow.sockets.size).toBe(8);
    expect(await Promise.race(stuck)).toMatchObject({ outcome: 'failed', code: 'timeout' });
    await client.close();
    expect((await Promise.all(stuck)).every(({ outcome }) => outcome === 'failed')).toBe(true);
  });

  it('are bounded in all, the ones at rest making room', async () => {
    const servers = await Promise.all(
      times(20, () => aServer((_, response) => void pause(5).then(() => response.end()))),
    );
    const client = aClient({ connections: 10, open: 10, perOrigin: 4 });
    const open = () => servers.reduce((sum, server) => sum + server.openSockets(), 0);
    let most = 0;
    const watching = setInterval(() => {
      most = Math.max(most, open());
    }, 1);
    const outcomes = await Promise.all(times(400, (i) => client.send(get(servers[i % servers.length]?.url ?? ''))));
    clearInterval(watching);
    expect(outcomes.every(({ outcome }) => outcome === 'answered')).toBe(true);
    // A socket being closed is still seen by the server for an instant.
    expect(most).toBeLessThanOrEqual(20);
    await eventually(() => open() <= 10);
  });
});
