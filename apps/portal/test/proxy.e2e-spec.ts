import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RunningPortal, startPortal } from './support/a-portal.ts';
import { Upstream } from './support/upstream.ts';

describe('The proxy', () => {
  let dissemination: Upstream;
  let submission: Upstream;
  let portal: RunningPortal;
  const agent = new Agent({ keepAlive: true });

  /** As a client sends it: no header added, no coding undone. */
  const ask = async (method: string, path: string, headers: OutgoingHttpHeaders = {}, body?: string | Buffer) => {
    const { port } = new URL(portal.origin);
    const sent = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent });
    sent.end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: answer.statusCode, headers: answer.headers, body: await buffer(answer) };
  };

  beforeAll(async () => {
    dissemination = await Upstream.start();
    submission = await Upstream.start();
    portal = await startPortal({
      ESSAIM_DISSEMINATION_URL: dissemination.origin,
      ESSAIM_SUBMISSION_URL: submission.origin,
    });
  });
  afterEach(() => {
    dissemination.asked.length = 0;
    submission.asked.length = 0;
  });
  afterAll(async () => {
    await portal.stop();
    await dissemination.stop();
    await submission.stop();
    agent.destroy();
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
    'passes %s with its body, its query and its type, byte for byte',
    async (method) => {
      let received = Buffer.alloc(0);
      submission.answers(async (request, response) => {
        received = await buffer(request);
        response.writeHead(201, { location: '/api/v1/contributions/1', 'content-type': 'application/json' });
        response.end('{"id":"1"}');
      });
      const body = Buffer.from([0, 1, 2, 0xff, 0x0d, 0x0a]);
      const headers = {
        'content-type': 'multipart/form-data; boundary=x',
        'content-length': body.length,
        authorization: 'Bearer ess_1_2',
      };
      const answer = await ask(method, '/api/v1/contributions?dryRun=true&q=a%20b', headers, body);

      expect(answer).toMatchObject({ status: 201, headers: { location: '/api/v1/contributions/1' } });
      expect(answer.body.toString()).toBe('{"id":"1"}');
      expect(received).toEqual(body);
      expect(submission.last).toMatchObject({ method, url: '/api/v1/contributions?dryRun=true&q=a%20b' });
      expect(submission.last.headers).toMatchObject({
        'content-type': 'multipart/form-data; boundary=x',
        'content-length': '6',
        authorization: 'Bearer ess_1_2',
      });
    },
  );

  it('passes JSON that it could not read, and bodies without a type', async () => {
    submission.answers(async (request, response) => response.end(await buffer(request)));
    expect(
      (await ask('POST', '/api/v1/contributions', { 'content-type': 'application/json' }, '{"a":')).body.toString(),
    ).toBe('{"a":');
    expect((await ask('POST', '/api/v1/contributions', {}, 'anything')).body.toString()).toBe('anything');
    expect((await ask('POST', '/api/v1/contributions', { 'content-length': 0 })).status).toBe(200);
  });

  it('keeps what comes from outside from passing for ours', async () => {
    submission.answers((_request, response) => response.end());
    await ask('GET', '/api/v1/me', {
      'essaim-at': '2020-01-01T00:00:00Z',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-prefix': '/evil',
      forwarded: 'for=203.0.113.9',
      connection: 'keep-alive, x-private',
      'x-private': '1',
      host: 'essaim.example',
    });
    const { headers } = submission.last;
    for (const name of ['essaim-at', 'x-forwarded-prefix', 'forwarded', 'x-private'])
      expect(headers).not.toHaveProperty(name);
    expect(headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      host: new URL(submission.origin).host,
    });
  });

  it('tells the address that a proxy on this machine vouches for', async () => {
    submission.answers((_request, response) => response.end());
    await ask('GET', '/api/v1/me', { 'x-forwarded-for': '203.0.113.9, 192.0.2.44', 'x-forwarded-proto': 'https' });
    expect(submission.last.headers).toMatchObject({ 'x-forwarded-for': '192.0.2.44', 'x-forwarded-proto': 'https' });
  });

  it('carries one trace across services', async () => {
    submission.answers((_request, response) => response.end());
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await ask('GET', '/api/v1/me', { traceparent });
    expect(submission.last.headers.traceparent).toBe(traceparent);
    await ask('GET', '/api/v1/me');
    expect(submission.last.headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    const { body } = await ask('GET', '/api/v1/policy', { traceparent });
    expect(JSON.parse(body.toString())).toMatchObject({ status: 503, traceId: '0af7651916cd43dd8448eb211c80319c' });
  });

  describe('of feeds', () => {
    const bytes = brotliCompressSync(Buffer.from('<rss/>'));
    const validators = { etag: '"r1-br"', 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT', vary: 'Accept-Encoding' };
    beforeAll(() => {
      dissemination.answers((request, response) => {
        if (request.headers['if-none-match'] === validators.etag) response.writeHead(304, validators).end();
        else {
          response.writeHead(200, {
            ...validators,
            'content-type': 'application/rss+xml; charset=utf-8',
            'content-encoding': 'br',
            'content-length': bytes.length,
          });
          response.end(request.method === 'HEAD' ? undefined : bytes);
        }
      });
    });

    it('keeps the coding, the bytes and the validators', async () => {
      const answer = await ask('GET', '/feeds/resources.rss?territory=DEP-59', {
        'accept-encoding': 'br',
        origin: 'https://outil.example',
      });
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual(bytes);
      expect(answer.headers).toMatchObject({
        ...validators,
        'content-encoding': 'br',
        'content-length': String(bytes.length),
        'access-control-allow-origin': '*',
      });
      expect(dissemination.last.headers['accept-encoding']).toBe('br');
    });

    it('passes 304', async () => {
      const answer = await ask('GET', '/feeds/resources.rss', { 'if-none-match': validators.etag });
      expect(answer.status).toBe(304);
      expect(answer.headers).toMatchObject(validators);
      expect(answer.headers).not.toHaveProperty('content-length');
      expect(answer.body).toHaveLength(0);
    });

    it('passes HEAD, with the length of what GET gives', async () => {
      const answer = await ask('HEAD', '/feeds/resources.rss');
      expect(dissemination.last.method).toBe('HEAD');
      expect(answer).toMatchObject({ status: 200, headers: { ...validators, 'content-length': String(bytes.length) } });
      expect(answer.body).toHaveLength(0);
    });
  });

  it('answers a preflight by itself', async () => {
    const answer = await ask('OPTIONS', '/api/v1/resources', {
      origin: 'https://outil.example',
      'access-control-request-method': 'GET',
    });
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD',
      allow: 'GET, HEAD, OPTIONS',
    });
    expect(dissemination.asked).toHaveLength(0);
    expect((await ask('OPTIONS', '/api/v1/nothing')).status).toBe(404);
  });

  it('lets no other website write', async () => {
    submission.answers((_request, response) => response.end());
    const answer = await ask('POST', '/api/v1/contributions', { origin: 'https://outil.example' });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('streams both ways', async () => {
    submission.answers((request, response) => {
      request.pipe(response);
    });
    const { port } = new URL(portal.origin);
    const sent = httpRequest({ host: '127.0.0.1', port, method: 'POST', path: '/api/v1/contributions', agent });
    sent.write('first');
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const [chunk] = await once(answer, 'data');
    // The service has answered what the client had not finished to say.
    expect(String(chunk)).toBe('first');
    sent.end('last');
    expect(await text(answer)).toBe('last');
  });

  it('refuses a body announced too large without asking the service', async () => {
    const answer = await ask(
      'POST',
      '/api/v1/contributions',
      { 'content-type': 'application/json' },
      'x'.repeat(512 * 1024 + 1),
    );
    expect(answer.status).toBe(413);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(JSON.parse(answer.body.toString())).toMatchObject({ type: '/problems/too-large', status: 413 });
    expect(submission.asked).toHaveLength(0);
  });

  it('lets a client that sends far too much read why', async () => {
    submission.answers((request) => request.resume());
    const headers = { 'content-type': 'text/csv' };
    const much = 'x'.repeat(20 * 1024 * 1024);
    expect((await ask('POST', '/api/v1/contributions', headers, much)).status).toBe(413);
    const chunked = { ...headers, 'transfer-encoding': 'chunked' };
    expect((await ask('POST', '/api/v1/contributions', chunked, much)).status).toBe(413);
  });

  it('survives a client that leaves in the middle', async () => {
    submission.answers((request) => request.resume());
    const { port } = new URL(portal.origin);
    const leaving = httpRequest({ host: '127.0.0.1', port, method: 'POST', path: '/api/v1/contributions' });
    leaving.on('error', () => {});
    leaving.write('half');
    while (submission.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const cut = new Promise((resolve) => submission.last.once('error', resolve));
    leaving.destroy();
    await expect(cut).resolves.toMatchObject({ code: 'ECONNRESET' });
  });

  it('stops a body that proves too large, and passes one that just fits', async () => {
    submission.answers(async (request, response) => {
      const received = await buffer(request).catch(() => null);
      response.end(String(received?.length));
    });
    const chunked = { 'transfer-encoding': 'chunked' };
    expect((await ask('POST', '/api/v1/contributions', chunked, 'x'.repeat(512 * 1024 + 1))).status).toBe(413);
    expect((await ask('POST', '/api/v1/contributions', chunked, 'x'.repeat(512 * 1024))).body.toString()).toBe(
      '524288',
    );
  });

  it.each(['/feeds/..%2fmetrics', '/feeds/%2e%2e/metrics', '/feeds/x\\..\\..\\metrics', '/feeds/./x'])(
    'does not follow %s',
    async (path) => {
      expect((await ask('GET', path)).status).toBeGreaterThanOrEqual(400);
      expect(dissemination.asked).toHaveLength(0);
    },
  );

  it('passes errors of a service as they are, once', async () => {
    dissemination.answers((_request, response) => {
      response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1' }).end('{"status":503}');
    });
    const answer = await ask('GET', '/api/v1/resources');
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect(answer.body.toString()).toBe('{"status":503}');
    expect(dissemination.asked).toHaveLength(1);
  });

  it('repeats a read, not a write, whose connection the service closed', async () => {
    dissemination.answers((request, response) => {
      if (dissemination.asked.length === 1) request.socket.destroy();
      else response.end('again');
    });
    expect((await ask('GET', '/api/v1/resources')).body.toString()).toBe('again');
    submission.answers((request) => request.socket.destroy());
    expect((await ask('POST', '/api/v1/contributions', {}, 'once')).status).toBe(503);
    expect(submission.asked).toHaveLength(1);
  });

  it('answers a clean problem when a service breaks off before its first byte', async () => {
    dissemination.answers((_request, response) => {
      response.writeHead(200, { etag: '"r1"', 'content-encoding': 'br', 'content-length': 100 });
      response.flushHeaders();
      setTimeout(() => response.destroy(), 50);
    });
    const answer = await ask('GET', '/api/v1/resources');
    expect(answer.status).toBe(503);
    expect(answer.headers).not.toHaveProperty('etag');
    expect(answer.headers).not.toHaveProperty('content-encoding');
    expect(JSON.parse(answer.body.toString())).toMatchObject({ type: '/problems/unavailable' });
  });

  it('does not make a broken answer look finished', async () => {
    dissemination.answers((_request, response) => {
      response.writeHead(200).write('half');
      setTimeout(() => response.destroy(), 50);
    });
    await expect(ask('GET', '/api/v1/resources')).rejects.toThrow();
  });

  it('gives a page to people when a service of pages is away', async () => {
    dissemination.answers((request) => request.socket.destroy());
    const answer = await ask('GET', '/newsletters/confirm/token', { accept: 'text/html' });
    expect(answer.status).toBe(503);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.body.toString()).toContain('<h1>Service momentanément indisponible</h1>');
  });

  it('survives what is not HTTP', async () => {
    const { port } = new URL(portal.origin);
    const socket = connect(Number(port), '127.0.0.1');
    socket.end(
      'GET http://other.example/api/v1/resources HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n',
    );
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(dissemination.asked).toHaveLength(0);
  });
});
