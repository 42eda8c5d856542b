import { describe, expect, it } from 'vitest';
import type { Lookup } from '#outbound-http';
import { disguises, loopbackForms } from './test/disguises.ts';
import { get, harness, post } from './test/harness.ts';

const { aServer, aClient } = harness();

describe('A request to an address that a user gave', () => {
  it('is answered by value, with few headers and who is calling', async () => {
    const server = await aServer((request, response) => {
      response.writeHead(429, { 'Retry-After': '7', 'X-Secret': 'x', ETag: '"1"' });
      request.pipe(response, { end: false });
      request.on('end', () => response.end(` ${request.headers['user-agent']}`));
    });
    const outcome = await aClient({ userAgent: 'Essaim/1' }).send({
      ...post(server.url, 'é'),
      keepHeaders: ['etag'],
    });
    expect(outcome).toEqual({
      outcome: 'answered',
      status: 429,
      headers: { 'retry-after': '7', etag: '"1"' },
      body: 'é Essaim/1',
      bytes: Buffer.from('é Essaim/1'),
      truncated: false,
      latencyMs: expect.any(Number),
    });
  });

  it('does not follow a redirect (F25)', async () => {
    const inside = await aServer((_, response) => response.end('secret'));
    const outside = await aServer((_, response) => response.writeHead(302, { location: inside.url }).end());
    const outcome = await aClient().send(post(outside.url));
    expect(outcome).toMatchObject({ outcome: 'answered', status: 302, headers: { location: inside.url } });
    expect(inside.requests).toEqual([]);
  });

  it.each([...disguises, ...loopbackForms])('is refused by the guard, not only at creation (F24): %s', async (url) => {
    const client = aClient({}, { allowHttp: true, allowLoopback: false });
    expect(await client.send(get(url))).toMatchObject({ outcome: 'refused' });
  });

  it.each<Record<string, string>>([
    { 'x-a': 'b\r\nx-injected: 1' },
    { 'x-a\r\nx-b': '1' },
    { 'x-a': 'b\0' },
    { 'x-a': '→' },
    { '': 'x' },
    { Host: 'intranet' },
    { 'Transfer-Encoding': 'chunked' },
    { 'Content-Length': '0' },
  ])('is refused with the headers %j', async (headers) => {
    const server = await aServer((_, response) => response.end());
    const outcome = await aClient().send({ ...post(server.url), headers });
    expect(outcome).toMatchObject({ outcome: 'refused', code: 'invalid-header' });
    expect(server.requests).toEqual([]);
  });
});

describe('A name that changes its mind', () => {
  const answering = (...answers: string[][]): { lookup: Lookup; asked: () => number } => {
    let asked = 0;
    const lookup: Lookup = async () => answers[Math.min(asked++, answers.length - 1)] ?? [];
    return { lookup, asked: () => asked };
  };

  it('is reached at the address that was checked, with no second resolution (F26)', async () => {
    const checked = await aServer((_, response) => response.end('checked'));
    const other = await aServer((_, response) => response.end('other'), '127.0.0.2', checked.port);
    const { lookup, asked } = answering(['127.0.0.1'], ['127.0.0.2']);
    const client = aClient({ lookup });
    const url = `http://hooks.example.org:${checked.port}/`;
    expect(await client.send(get(url))).toMatchObject({ body: 'checked' });
    expect(await client.send(get(url))).toMatchObject({ body: 'checked' });
    expect(asked()).toBe(1);
    expect(other.requests).toEqual([]);
    expect(checked.requests).toEqual(Array(2).fill(`GET hooks.example.org:${checked.port}/`));
  });

  it.each([[['127.0.0.1']], [['8.8.8.8', '127.0.0.1']], [['::1']], [['::ffff:127.0.0.1']]])(
    'is not followed inside (F26), to %j',
    async (second) => {
      const inside = await aServer((_, response) => response.end('secret'));
      const { lookup } = answering(second);
      const client = aClient({ lookup }, { allowHttp: true, allowLoopback: false });
      const outcome = await client.send(post(`http://hooks.example.org:${inside.port}/`));
      expect(outcome).toMatchObject({ outcome: 'refused', code: 'address-not-allowed' });
      expect(inside.sockets.size).toBe(0);
    },
  );
});
