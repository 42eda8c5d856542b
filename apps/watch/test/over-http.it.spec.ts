import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashSecret, KeyRing, newApiKey, writeApiKey } from '#access';
import { Database } from '#persistence';
import { createService } from '#platform';
import {
  aBreakableNats,
  aDatabaseName,
  type BreakableEngine,
  mongoForThisFile,
} from '../../../test/support/engines.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { watchModule } from '../src/watch.module.ts';
import { acceptPushes } from '../src/websub/any-body.ts';
import { aNetwork } from './a-desk.ts';

describe('The watch, over HTTP', () => {
  let nats: BreakableEngine;
  let app: NestFastifyApplication;
  const key = newApiKey();
  afterAll(async () => {
    await app.close();
    await nats.end();
  });
  const { uri } = mongoForThisFile();
  beforeAll(async () => {
    nats = await aBreakableNats();
    const config = {
      ...{
        ESSAIM_MODE: 'test',
        ESSAIM_ORIGIN: 'http://localhost:3000',
        ESSAIM_NATS_URL: nats.url,
        ESSAIM_NATS_REPLICAS: 1,
      },
      ...{
        ESSAIM_MONGODB_URI: uri(),
        ESSAIM_MONGODB_DATABASE: aDatabaseName(),
        ESSAIM_PISTE_TOKEN_URL: 'http://127.0.0.1:9/',
      },
    } as never;
    const prepare = (made: NestFastifyApplication) => acceptPushes(made.getHttpAdapter().getInstance() as never);
    app = await createService(watchModule(config), {
      name: 'watch',
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
      prepare,
    });
    await app.listen(0, '127.0.0.1');
    await app.get(Database).ready;
    const grants = [{ role: 'watch-editor', network: 'etat-37' }];
    const holder = { principal: { kind: 'person', id: 'bastien' }, grants: [], selfEndorsing: false, expiresAt: null };
    const ring = app.get(KeyRing);
    await ring.members.collection.insertOne({ _id: 'bastien', v: 1, grants } as never);
    await ring.keys.collection.insertOne({
      _id: key.id,
      v: 1,
      hash: hashSecret(key.secret),
      revoked: false,
      ...holder,
    } as never);
    const networks = app.get(Database).connection.collection('networks');
    await networks.insertOne({ ...aNetwork(), _id: 'etat-37' as never, v: 1 });
  }, 60_000);

  const send = async (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    more: Record<string, string> = {},
  ) => {
    const isRaw = typeof body === 'string';
    const answer = await app.inject({
      method,
      url: `/api/v1/watch/${path}`,
      headers: {
        authorization: `Bearer ${writeApiKey(key)}`,
        ...(body && !isRaw ? { 'content-type': 'application/json' } : {}),
        ...more,
      },
      ...(body === undefined ? {} : { payload: isRaw ? body : JSON.stringify(body) }),
    });
    const isJson = /json/.test(String(answer.headers['content-type']));
    return { status: answer.statusCode, headers: answer.headers, body: isJson ? answer.json() : answer.body };
  };
  const shipped = () => eventually(async () => expect((await send('GET', 'sources/courriel')).status).toBe(200));

  it('takes a forwarded mail whole, and nothing that is none', async () => {
    await shipped();
    const mail = { 'content-type': 'message/rfc822' };
    const taken = await send('POST', 'mail', 'Subject: Une lettre\r\nMessage-ID: <a@b>\r\n\r\nElle dit.', mail);
    expect(taken).toMatchObject({
      status: 201,
      body: { title: 'Une lettre', text: 'Elle dit.', attribution: expect.stringContaining('Équipe de veille') },
    });
    expect(taken.headers.location).toBe(`/api/v1/watch/items/${taken.body.id}`);
    expect(await send('POST', 'mail', {})).toMatchObject({ status: 422, body: { type: '/problems/unreadable-mail' } });
    expect((await send('POST', 'items', 'x=1', { 'content-type': 'text/plain' })).status).toBe(415);
  });

  it('hears hubs with bodies of any type on their callbacks alone', async () => {
    const push = { 'content-type': 'application/atom+xml' };
    expect((await send('POST', 'websub/none', '<feed/>', push)).status).toBe(404);
    expect((await send('POST', 'items', '<feed/>', push)).status).toBe(415);
    const asked = await app.inject({
      url: '/api/v1/watch/websub/none?hub.mode=subscribe&hub.topic=x&hub.challenge=abc',
    });
    expect(asked.statusCode).toBe(404);
  });

  it('edits a source by its revision, refuses a known or a private address, and gives the list to any reader', async () => {
    const url = 'http://127.0.0.1:9999/flux';
    const made = await send('POST', 'sources', { name: 'Site', url, network: 'etat-37' });
    expect(made).toMatchObject({
      status: 201,
      headers: { etag: '"r1"' },
      body: { network: 'etat-37', isEnabled: true },
    });
    expect(await send('POST', 'sources', { name: 'Site', url })).toMatchObject({
      status: 409,
      body: { type: '/problems/source-known', sourceId: made.body.id },
    });
    const refused = await send('POST', 'sources', { name: 'Site', url: 'http://169.254.169.254/' });
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/url', code: 'address-not-allowed' }] },
    });
    const path = `sources/${made.body.id}`;
    expect((await send('PATCH', path, { isEnabled: false })).status).toBe(428);
    expect((await send('PATCH', path, { isEnabled: false }, { 'if-match': '"r9"' })).status).toBe(412);
    const paused = await send('PATCH', path, { isEnabled: false }, { 'if-match': '"r1"' });
    expect(paused).toMatchObject({ status: 200, body: { state: { health: 'paused', dueAt: null } } });
    expect((await send('POST', `${path}/fetch`)).status).toBe(409);
    const list = await send('GET', 'sources.opml');
    expect(list.headers['content-type']).toMatch(/^text\/x-opml/);
    expect(list.body).toContain(url);
    expect((await send('PATCH', 'sources/bofip', { isEnabled: true }, { 'if-match': '"r1"' })).status).toBe(403);
    expect((await send('DELETE', path)).status).toBe(204);
    expect((await send('GET', path)).status).toBe(404);
  });

  it('names what a choice, a rule or an alert says wrong, with what is near', async () => {
    await shipped();
    const { body: item } = await send('POST', 'items', {
      title: 'Un texte',
      url: 'https://site.example/t',
      family: 'legal-watch',
    });
    const refused = await send('POST', `items/${item.id}/select`, {
      network: 'etat-37',
      licence: 'etalab',
      themes: ['fiscalites'],
    });
    expect(refused.body.errors).toMatchObject([
      { pointer: '/licence', detail: expect.stringContaining('etalab-2.0') },
      { pointer: '/themes/0', detail: expect.stringContaining('fiscalite') },
    ]);
    const rule = { id: 'r', name: 'R', when: {}, effect: {} };
    expect(await send('POST', 'rules/trials', { rules: [rule] })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/rules/0/when' }] },
    });
    expect(await send('POST', 'alerts', { keywords: [] })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/keywords' }] },
    });
    const { headers } = await send('GET', 'rules');
    const untried = { rules: [{ ...rule, when: { keywords: ['don'] } }] };
    expect(await send('PUT', 'rules', untried, { 'if-match': String(headers.etag) })).toMatchObject({
      status: 409,
      body: { type: '/problems/rules-not-tried' },
    });
    expect((await send('POST', 'rules/trials', untried)).status).toBe(200);
    expect((await send('PUT', 'rules', untried, { 'if-match': String(headers.etag) })).status).toBe(200);
  });

  it('lists the desk by pages, in a stable order', async () => {
    await shipped();
    for (let n = 0; n < 5; n += 1)
      await send('POST', 'items', { title: `Titre ${n}`, url: `https://site.example/page/${n}` });
    const seen: string[] = [];
    for (let next: string | null = 'items?limit=2'; next; ) {
      const { body } = await send('GET', next.replace('/api/v1/watch/', ''));
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      expect(body.total).toBeGreaterThanOrEqual(5);
      next = body.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(5);
  });
});
