import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type AnnouncedResource, resourcePublished, resourceRevised } from '#contracts';
import { Database } from '#persistence';
import { aResource } from '../../../libs/contracts/test/builders.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { LedgerRepository } from '../src/ledger/ledger.repository.ts';
import { HubRepository } from '../src/websub/hub.repository.ts';
import { hubSubscriptionId } from '../src/websub/hub-subscription.ts';
import { newsroomForThisFile } from './a-newsroom.ts';

const newsroom = newsroomForThisFile();

interface Sent {
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

/** A feed reader that lets feeds be sent to it. Knows WebSub, and nothing of us. */
class Subscriber {
  readonly asked: URLSearchParams[] = [];
  readonly sent: Sent[] = [];
  echo: (challenge: string) => string = (challenge) => challenge;
  status = 204;
  private readonly server: Server = createServer((request, response) => {
    if (request.method === 'GET') {
      const query = new URL(request.url ?? '', 'http://here').searchParams;
      this.asked.push(query);
      response.writeHead(200).end(this.echo(query.get('hub.challenge') ?? ''));
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.sent.push({ body: Buffer.concat(chunks).toString(), headers: request.headers });
      response.writeHead(this.status).end();
    });
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/push?for=me`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const open: Subscriber[] = [];
afterEach(async () => {
  for (const subscriber of open.splice(0)) await subscriber.close();
});

const aSubscriber = async (): Promise<{ subscriber: Subscriber; callback: string }> => {
  const subscriber = new Subscriber();
  open.push(subscriber);
  return { subscriber, callback: await subscriber.listen() };
};

const aFresh = (given: Partial<AnnouncedResource> = {}): AnnouncedResource => {
  const id = randomUUID();
  return aResource({ id, network: { id: `n-${id}`, slug: `n-${id}`, name: 'Réseau RIVA' }, ...given });
};
const topicOf = ({ network }: AnnouncedResource, format = 'atom') =>
  `http://localhost:3000/feeds/resources.${format}?network=${network.slug}`;
const ask = (mode: string, topic: string, callback: string, more: Record<string, string> = {}) =>
  newsroom.post('/hub', { 'hub.mode': mode, 'hub.topic': topic, 'hub.callback': callback, ...more });
const rowsTo = (callback: string) =>
  newsroom
    .get(LedgerRepository)
    .deliveries.find({ channel: 'websub', callbackOrigin: new URL(callback).origin } as never)
    .lean();
const subscribed = async (
  topic: string,
  callback: string,
  subscriber: Subscriber,
  more: Record<string, string> = {},
) => {
  const before = subscriber.asked.length;
  expect((await ask('subscribe', topic, callback, more)).status).toBe(202);
  await eventually(async () => {
    expect(subscriber.asked.length).toBeGreaterThan(before);
    for (const row of await rowsTo(callback)) expect(row).toMatchObject({ state: 'sent' });
  });
};

describe('The hub', () => {
  it('asks whether it was meant, then sends the whole feed, signed, to whom it concerns', async () => {
    const { subscriber, callback } = await aSubscriber();
    const resource = aFresh();
    const topic = topicOf(resource);
    await subscribed(topic, callback, subscriber, { 'hub.secret': 'un secret à nous', 'hub.lease_seconds': '5' });
    expect(Object.fromEntries(subscriber.asked[0] ?? [])).toMatchObject({
      for: 'me',
      'hub.mode': 'subscribe',
      'hub.topic': topic,
      // Five seconds would be of no use.
      'hub.lease_seconds': '3600',
    });
    await newsroom.tellOf(resourcePublished, aFresh(), { v: 1 });
    await newsroom.tellOf(resourcePublished, resource, { v: 1 });
    await eventually(() => expect(subscriber.sent).toHaveLength(1));
    const [{ body, headers } = { body: '', headers: {} }] = subscriber.sent;
    expect(body).toContain(`urn:essaim:${resource.id}:v1:published`);
    expect(headers['content-type']).toMatch('application/atom+xml');
    expect(headers.link).toBe(`<http://localhost:3000/hub>; rel="hub", <${topic}>; rel="self"`);
    expect(headers['x-hub-signature']).toBe(
      `sha256=${createHmac('sha256', 'un secret à nous').update(body).digest('hex')}`,
    );
  });

  it('tells nothing twice', async () => {
    const { subscriber, callback } = await aSubscriber();
    const resource = aFresh();
    await subscribed(topicOf(resource, 'json'), callback, subscriber);
    await newsroom.tellOf(resourcePublished, resource, { v: 1 });
    await newsroom.tellOf(resourcePublished, resource, { v: 1 });
    const second = { ...resource, version: 2, change: 'Un ajout.', revisedAt: '2026-04-01T00:00:00.000Z' };
    await newsroom.tellOf(resourceRevised, second, { v: 2 }, { previous: resource });
    await eventually(() => expect(subscriber.sent.at(-1)?.body).toContain(':v2:revised'));
    const bodies = subscriber.sent.map(({ body }) => body);
    expect(new Set(bodies).size).toBe(bodies.length);
    for (const { headers } of subscriber.sent) expect(headers['x-hub-signature']).toBeUndefined();
  });

  it('sends nothing to who did not confirm', async () => {
    const { subscriber, callback } = await aSubscriber();
    const resource = aFresh();
    subscriber.echo = () => 'no';
    await ask('subscribe', topicOf(resource), callback);
    await eventually(async () =>
      expect(await rowsTo(callback)).toEqual([expect.objectContaining({ state: 'failed' })]),
    );
    await newsroom.tellOf(resourcePublished, resource, { v: 1 });
    await newsroom.becomes(`/api/v1/resources/${resource.id}`, ({ status }) => expect(status).toBe(200));
    expect(await rowsTo(callback)).toHaveLength(1);
    expect(subscriber.sent).toEqual([]);
  });

  it('forgets who says that they are gone, and who unsubscribes', async () => {
    const gone = await aSubscriber();
    const leaving = await aSubscriber();
    const resource = aFresh();
    const topic = topicOf(resource);
    await subscribed(topic, gone.callback, gone.subscriber);
    await subscribed(topic, leaving.callback, leaving.subscriber);
    gone.subscriber.status = 410;
    await ask('unsubscribe', topic, leaving.callback);
    await eventually(() => expect(leaving.subscriber.asked.at(-1)?.get('hub.mode')).toBe('unsubscribe'));
    await eventually(async () => {
      for (const row of await rowsTo(leaving.callback)) expect(row).toMatchObject({ state: 'sent' });
    });
    await newsroom.tellOf(resourcePublished, resource, { v: 1 });
    await eventually(() => expect(gone.subscriber.sent).toHaveLength(1));
    await eventually(async () =>
      expect((await rowsTo(gone.callback)).map(({ state }) => state).sort()).toEqual(['failed', 'sent']),
    );
    const second = { ...resource, version: 2, revisedAt: '2026-04-01T00:00:00.000Z' };
    await newsroom.tellOf(resourceRevised, second, { v: 2 }, { previous: resource });
    await newsroom.becomes(`/api/v1/resources/${resource.id}`, ({ body }) => expect(body.version).toBe(2));
    expect(await rowsTo(gone.callback)).toHaveLength(2);
    expect(leaving.subscriber.sent).toEqual([]);
  });

  it('forgets who takes nothing for three days, not who fails once', async () => {
    const { subscriber, callback } = await aSubscriber();
    const resource = aFresh();
    const topic = topicOf(resource);
    await subscribed(topic, callback, subscriber);
    subscriber.status = 503;
    await newsroom.tellOf(resourcePublished, resource, { v: 1 });
    const id = hubSubscriptionId(topic, callback);
    const failingSince = async () => (await newsroom.get(HubRepository).find(id, new Date()))?.failingSince;
    await eventually(async () => expect(await failingSince()).toEqual(expect.any(Date)));
    // As it stands when three days of it have passed, and the next try is due.
    const longAgo = new Date(Date.now() - 4 * 24 * 3_600_000);
    const { connection } = newsroom.get(Database);
    await connection
      .collection('hub-subscriptions')
      .updateOne({ _id: id as never }, { $set: { failingSince: longAgo } });
    const { deliveries } = newsroom.get(LedgerRepository);
    await eventually(async () => {
      await deliveries.collection.updateMany({ recipient: id, state: 'pending' }, { $set: { dueAt: new Date() } });
      expect(await failingSince()).toBeUndefined();
    });
    const rows = (await rowsTo(callback)).length;
    const second = { ...resource, version: 2, revisedAt: '2026-04-01T00:00:00.000Z' };
    await newsroom.tellOf(resourceRevised, second, { v: 2 }, { previous: resource });
    await newsroom.becomes(`/api/v1/resources/${resource.id}`, ({ body }) => expect(body.version).toBe(2));
    expect(await rowsTo(callback)).toHaveLength(rows);
  });

  it.each([
    ['another mode', { 'hub.mode': 'publish' }, '/hub.mode'],
    ['a topic of somebody else', { 'hub.topic': 'https://autre.example/feeds/resources.atom' }, '/hub.topic'],
    ['a topic that is no feed', { 'hub.topic': 'http://localhost:3000/feeds/meetings.ics' }, '/hub.topic'],
    ['an unknown filter', { 'hub.topic': 'http://localhost:3000/feeds/resources.atom?theme=emplois' }, '/hub.topic'],
    ['a private callback', { 'hub.callback': 'http://169.254.169.254/latest' }, '/hub.callback'],
    ['a callback that is no address', { 'hub.callback': 'javascript:alert(1)' }, '/hub.callback'],
    ['credentials in the callback', { 'hub.callback': 'http://a:b@reader.example/' }, '/hub.callback'],
    ['too long a secret', { 'hub.secret': 'é'.repeat(100) }, '/hub.secret'],
    ['a lease that is none', { 'hub.lease_seconds': 'always' }, '/hub.lease_seconds'],
  ])('refuses %s, and says so', async (_, wrong, pointer) => {
    const { status, body } = await ask('subscribe', topicOf(aFresh()), 'http://127.0.0.1:9/push', wrong);
    expect(status).toBe(422);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
  });

  it('does not knock for ever at a door that somebody else named', async () => {
    const resource = aFresh();
    const { subscriber, callback } = await aSubscriber();
    // Nobody is there any more.
    await subscriber.close();
    open.pop();
    const answers = [];
    for (let index = 0; index < 12; index += 1) {
      answers.push((await ask('subscribe', topicOf(resource), `${callback}${index}`)).status);
    }
    expect(answers.slice(0, 10)).toEqual(Array(10).fill(202));
    expect(answers.at(-1)).toBe(429);
  });
});
