import { createServer as createTcpServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { get, harness } from './test/harness.ts';
import { eventually } from './test/listening.ts';

const { aServer, aClient, atEnd } = harness();

describe('A failure', () => {
  it('of the name is told apart', async () => {
    const nowhere = aClient({ lookup: async () => [] });
    expect(await nowhere.send(get('http://hooks.example.org/'))).toMatchObject({ outcome: 'failed', code: 'dns' });
    const broken = aClient({ lookup: async () => Promise.reject(new Error('SERVFAIL')) });
    expect(await broken.send(get('http://hooks.example.org/'))).toMatchObject({ outcome: 'failed', code: 'dns' });
  });

  it('of the connection is told apart, and the next request may succeed', async () => {
    const gone = await aServer((_, response) => response.end());
    await gone.stop();
    const client = aClient();
    expect(await client.send(get(gone.url))).toMatchObject({ outcome: 'failed', code: 'connection' });
    await aServer((_, response) => response.end('back'), '127.0.0.1', gone.port);
    expect(await client.send(get(gone.url))).toMatchObject({ outcome: 'answered', body: 'back' });
  });

  it('of the protocol, of TLS, or in the middle of the body, is told apart', async () => {
    const garbage = createTcpServer((socket) =>
      socket.on('error', () => undefined).on('data', () => socket.end('SSH-2.0-x\r\n\r\n')),
    );
    await new Promise<void>((resolve) => garbage.listen(0, '127.0.0.1', resolve));
    atEnd(async () => garbage.close());
    const address = garbage.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const client = aClient();
    expect(await client.send(get(`http://127.0.0.1:${port}/`))).toMatchObject({ outcome: 'failed', code: 'protocol' });
    expect(await client.send(get(`https://127.0.0.1:${port}/`))).toMatchObject({ outcome: 'failed', code: 'tls' });

    const cut = await aServer((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => response.destroy(), 20);
    });
    expect(await client.send(get(cut.url))).toMatchObject({ outcome: 'failed', code: 'connection' });
  });

  it('comes after the total time, be it for headers or for a body in drips (F29)', async () => {
    const silent = await aServer(() => undefined);
    const dripping = await aServer((_, response) => {
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
    });
    const client = aClient();
    for (const server of [silent, dripping]) {
      const outcome = await client.send({ ...get(server.url), timeoutMs: 200 });
      expect(outcome).toMatchObject({ outcome: 'failed', code: 'timeout', latencyMs: expect.any(Number) });
      expect(outcome.outcome === 'failed' && outcome.latencyMs).toBeLessThan(1000);
      await eventually(() => server.openSockets() === 0);
    }
  });

  it('comes after the total time too when the name never resolves', async () => {
    const client = aClient({ lookup: () => new Promise(() => undefined) });
    const outcome = await client.send({ ...get('http://hooks.example.org/'), timeoutMs: 100 });
    expect(outcome).toMatchObject({ outcome: 'failed', code: 'timeout' });
  });

  it('is what an interrupted request ends as, and a closed client', async () => {
    const silent = await aServer(() => undefined);
    const client = aClient();
    const interruption = new AbortController();
    const sending = client.send({ ...get(silent.url), signal: interruption.signal });
    await eventually(() => silent.requests.length === 1);
    interruption.abort();
    expect(await sending).toMatchObject({ outcome: 'failed', code: 'aborted' });
    expect(await client.send({ ...get(silent.url), signal: interruption.signal })).toMatchObject({ code: 'aborted' });
    await client.close();
    expect(await client.send(get(silent.url))).toMatchObject({ outcome: 'failed', code: 'aborted' });
    expect(silent.requests).toHaveLength(1);
  });
});
