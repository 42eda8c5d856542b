import { jetstream } from '@nats-io/jetstream';
import { connect, headers as natsHeaders } from '@nats-io/transport-node';
import { Webhook } from 'standardwebhooks';
import nacl from 'tweetnacl';
import { afterEach, describe, expect, it } from 'vitest';
import { type Client, done, etagOf } from '../support/client.ts';
import { aContribution, decided, published } from '../support/editorial.ts';
import { eventually } from '../support/eventually.ts';
import { active, becomes, deliveriesOf, owner, registered, type Tool } from '../support/tool.ts';
import { product } from './product.ts';

const tools: Tool[] = [];
const kept = async (tool: Promise<Tool>): Promise<Tool> => {
  tools.push(await tool);
  return tool;
};
afterEach(async () => {
  for (const tool of tools.splice(0)) {
    await owner(product).delete(`webhook-endpoints/${tool.id}`);
    await tool.close();
  }
});

const sequences = ({ told }: Tool) => told.map(({ body }) => body.sequence);
const edited = async (tool: Tool, changes: object) => {
  const at = `webhook-endpoints/${tool.id}`;
  return done(owner(product).patch(at, changes, await etagOf(owner(product).get(at))));
};

describe('An endpoint', () => {
  it('is unverified until it answers its ping; what came meanwhile follows in order', async () => {
    let isUp = false;
    const tool = await kept(registered(product, {}, () => ({ status: isUp ? 204 : 503 })));
    const titles = ['Première', 'Deuxième', 'Troisième'];
    const ids: string[] = [];
    for (const title of titles) ids.push(await published(product, { title }));
    await eventually(async () =>
      expect(await deliveriesOf(product, tool)).toMatchObject([
        { sequence: 3, status: 'held', attempts: 0 },
        { sequence: 2, status: 'held', attempts: 0 },
        { sequence: 1, status: 'held', attempts: 0 },
      ]),
    );
    expect(tool.told).toEqual([]);
    await becomes(product, tool, 'unverified');

    isUp = true;
    // Its owner does not wait for the next attempt.
    await done(owner(product).post(`webhook-endpoints/${tool.id}/test`));
    await becomes(product, tool, 'active');
    await tool.hears(3);
    expect(sequences(tool)).toEqual([1, 2, 3]);
    expect(tool.told.map(({ body }) => body.data.id)).toEqual(ids);
  });

  it('that fails is asked again after about five seconds: the same id and bytes, signed anew', async () => {
    const tool = await kept(active(product));
    const failing = (count: number) => () => ({ status: count-- > 0 ? 500 : 200, body: 'x'.repeat(5_000) });
    tool.reply = failing(1);
    const late = await kept(registered(product, {}, failing(1)));
    const id = await published(product, { title: 'Réessayée « à l’identique » : 1.0, 9007199254740993' });
    const [first, second] = await tool.hears(2, 20_000);
    expect(second?.at ?? 0).toBeGreaterThan((first?.at ?? 0) + 3_900);
    expect(second?.at ?? 0).toBeLessThan((first?.at ?? 0) + 9_000);
    expect(second?.raw).toBe(first?.raw);
    expect(second?.id).toBe(first?.id);
    expect(second?.headers['webhook-timestamp']).not.toBe(first?.headers['webhook-timestamp']);
    expect(second?.headers['webhook-signature']).not.toBe(first?.headers['webhook-signature']);
    expect(first?.headers['content-type']).toMatch(/^application\/json/);
    expect(first?.body.data).toEqual(await done(product.anyone.get(`resources/${id}`)));
    expect(first?.raw.length).toBeLessThan(20_000);

    await becomes(product, late, 'active');
    const pings = late.posts.filter(({ body }) => body.type === 'ping').map((ping) => `${ping.id} ${ping.raw}`);
    expect(pings).toEqual([pings[0], pings[0]]);

    await eventually(async () => {
      const [delivery] = await deliveriesOf(product, tool);
      expect(delivery).toMatchObject({
        id: first?.id,
        type: 'resource.published',
        sequence: 1,
        status: 'sent',
        attempts: 2,
        resource: { id, version: 1 },
        log: [{ status: 500 }, { status: 200, answer: 'x'.repeat(1_000) }],
      });
      for (const { latencyMs } of delivery.log) expect(latencyMs).toBeGreaterThanOrEqual(0);
    });
  });

  it('that redirects has failed: nobody goes where it points', async () => {
    const tool = await kept(active(product));
    tool.reply = () => ({ status: 302, headers: { location: '/elsewhere' } });
    await published(product);
    await eventually(async () =>
      expect(await deliveriesOf(product, tool)).toMatchObject([
        { status: 'pending', attempts: 1, nextAttemptAt: expect.any(String), log: [{ status: 302 }] },
      ]),
    );
    expect(tool.posts.map(({ path }) => path)).toEqual(['/webhook', '/webhook']);
  });

  it('that is gone is asked no more', async () => {
    const [tool, other] = [await kept(active(product)), await kept(active(product))];
    tool.reply = () => ({ status: 410 });
    await published(product);
    expect((await becomes(product, tool, 'disabled')).reason).toContain('410');
    await published(product);
    await other.hears(2);
    expect(tool.told).toHaveLength(1);
    expect(await deliveriesOf(product, tool)).toMatchObject([{ status: 'failed', attempts: 1 }]);
  });

  it('that never answers keeps nobody else waiting', async () => {
    const [slow, other] = [await kept(active(product)), await kept(active(product))];
    slow.reply = () => null;
    for (const count of [1, 2, 3]) {
      await published(product);
      await other.hears(count, 5_000);
    }
    expect(sequences(other)).toEqual([1, 2, 3]);
  });

  it('that is paused gets afterwards what came meanwhile, with the next numbers', async () => {
    const tool = await kept(active(product));
    await published(product);
    await tool.hears(1);
    expect(await edited(tool, { status: 'paused' })).toMatchObject({ status: 'paused' });
    await published(product);
    await eventually(async () =>
      expect(await deliveriesOf(product, tool)).toMatchObject([{ sequence: 2, status: 'held' }, { sequence: 1 }]),
    );
    expect(tool.told).toHaveLength(1);
    await edited(tool, { status: 'active' });
    await tool.hears(2);
    expect(sequences(tool)).toEqual([1, 2]);
  });

  it('gets the events and the resources that it asked for, and nothing once it is deleted', async () => {
    const wanted = { events: ['resource.published'], filter: { territory: ['DEP-09'], theme: ['emploi'] } };
    const [tool, all] = [await kept(active(product, wanted)), await kept(active(product))];
    const inAriege = { scope: { include: ['DEP-09'], exclude: [] }, themes: ['emploi'] };
    await published(product, { themes: ['emploi'] });
    await published(product, { title: 'Emploi en Ariège', ...inAriege });
    expect((await tool.hears(1)).map(({ body }) => [body.sequence, body.data.title])).toEqual([
      [1, 'Emploi en Ariège'],
    ]);

    expect((await owner(product).delete(`webhook-endpoints/${tool.id}`)).status).toBe(204);
    expect((await owner(product).get(`webhook-endpoints/${tool.id}`)).status).toBe(404);
    await published(product, inAriege);
    await published(product, inAriege);
    await all.hears(4);
    expect(tool.told).toHaveLength(1);
  });
});

describe('A delivery', () => {
  it('is sent again by hand as often as its owner likes, under the same id', async () => {
    const tool = await kept(active(product));
    await published(product);
    const [{ id, raw } = { id: '', raw: '' }] = await tool.hears(1);
    for (const count of [2, 3]) {
      expect(await owner(product).post(`deliveries/${id}/retry`)).toMatchObject({ status: 202 });
      await tool.hears(count);
      // Marked before it is asked for again.
      await eventually(async () => expect(await deliveriesOf(product, tool)).toMatchObject([{ status: 'sent' }]));
    }
    expect(new Set(tool.told.map((post) => `${post.id} ${post.raw}`))).toEqual(new Set([`${id} ${raw}`]));
  });

  it('and its endpoint are nobody else’s business, nor what the receiver answered (F28)', async () => {
    const tool = await kept(active(product));
    await published(product);
    const [{ id } = { id: '' }] = await tool.hears(1);
    const { as, keys } = product;
    const at = `webhook-endpoints/${tool.id}`;
    const attempts: readonly ((who: Client) => ReturnType<Client['get']>)[] = [
      (who) => who.get(at),
      (who) => who.patch(at, { description: 'Pris' }, '"r1"'),
      (who) => who.delete(at),
      (who) => who.post(`${at}/test`),
      (who) => who.get(`${at}/deliveries`),
      (who) => who.post(`deliveries/${id}/retry`),
    ];
    for (const key of [keys.network, keys.operator, keys.facilitator]) {
      for (const attempt of attempts) expect((await attempt(as(key))).status).toBe(404);
      expect((await done(as(key).get('webhook-endpoints'))).items).toEqual([]);
    }
    for (const attempt of attempts) expect((await attempt(product.anyone)).status).toBe(401);
    await becomes(product, tool, 'active');
  });

  it('can be asked for to test an endpoint', async () => {
    const tool = await kept(active(product));
    const { delivery } = await done(owner(product).post(`webhook-endpoints/${tool.id}/test`));
    await eventually(() => expect(tool.posts.map(({ id }) => id)).toContain(delivery));
  });
});

/** What editorial would announce, published as it would be. */
const announced = async (type: string, subject: string, data: object): Promise<void> => {
  const { nats, secrets } = product.stack;
  const servers = nats.url.replace('nats://', '');
  const connection = await connect({ servers, user: 'operator', pass: secrets.nats.operator });
  const carried = natsHeaders();
  const id = crypto.randomUUID();
  const attributes = { id, type, subject, specversion: '1.0', source: '/essaim/editorial', aggregateversion: '9' };
  for (const [name, value] of Object.entries(attributes)) carried.set(`ce-${name}`, value);
  carried.set('ce-time', new Date().toISOString());
  await jetstream(connection).publish(type, JSON.stringify(data), { headers: carried, msgID: id });
  await connection.close();
};

describe('A network that receives', () => {
  it('verifies with the public key that anybody may read, and with both secrets while one is replaced', async () => {
    const tool = await kept(active(product, { signatures: ['v1', 'v1a'] }));
    const at = `webhook-endpoints/${tool.id}`;
    const { network } = await done(owner(product).get(at));
    const { items } = await done(product.anyone.get(`networks/${network}/webhook-keys`));
    const { secret, previousValidUntil } = await done(owner(product).post(`${at}/rotate-secret`, { overlapDays: 7 }));
    expect(Date.parse(previousValidUntil) - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
    await published(product);
    const [post] = await tool.hears(1);
    const headers = post?.headers as Record<string, string>;
    for (const each of [tool.secret, secret]) new Webhook(each).verify(post?.raw ?? '', headers);
    const signature = headers['webhook-signature']?.split(' ').find((part) => part.startsWith('v1a,')) ?? '';
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${post?.raw}`;
    const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
    const publicKey = bytes(items[0].publicKey.replace('whpk_', ''));
    expect(nacl.sign.detached.verify(new TextEncoder().encode(signed), bytes(signature.slice(4)), publicKey)).toBe(
      true,
    );
  });

  it('fills a new tool with what is public, reads by number what it missed, and tries every type on one example', async () => {
    const filter = { theme: ['numerique'], territory: ['DEP-09'] };
    const here = { themes: ['numerique'], scope: { include: ['DEP-09'], exclude: [] } };
    const ids = [await published(product, here), await published(product, here)];
    await eventually(async () => {
      const { items } = await done(product.anyone.get('resources?theme=numerique&territory=DEP-09'));
      expect(items.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(ids));
    });
    const tool = await kept(active(product, { filter }));
    const at = `webhook-endpoints/${tool.id}`;
    await done(owner(product).post(`${at}/replay`, { since: new Date(Date.now() - 3_600_000).toISOString() }));
    const told = await tool.hears(2);
    expect(told.map(({ body }) => [body.sequence, body.data.id])).toEqual([
      [1, ids[0]],
      [2, ids[1]],
    ]);
    const missed = await done(owner(product).get(`${at}/events?after=1`));
    expect(missed.items).toEqual([{ id: told[1]?.id, ...told[1]?.body }]);

    const { items: types } = await done(product.anyone.get('event-types'));
    for (const { type, example } of types) {
      const { delivery } = await done(owner(product).post(`${at}/test`, { type }));
      await eventually(() => {
        const post = tool.posts.find(({ id }) => id === delivery);
        expect(post?.body).toMatchObject({ type, sequence: 0 });
        expect(Object.keys(post?.body.data)).toEqual(Object.keys(example.data));
      });
    }
    const log = await done(owner(product).get(`${at}/deliveries?type=resource.withdrawn`));
    expect(log.total).toBe(1);
  });

  it('hears what becomes of a resource that it had, in its tool and in its chat, which was welcomed first', async () => {
    const here = { filter: { territory: ['DEP-15'] } };
    const tool = await kept(active(product, here));
    const chat = await kept(registered(product, { ...here, format: 'discord' }, () => ({ status: 204 })));
    await becomes(product, chat, 'active');
    const id = await published(product, { title: 'Reprise @everyone', scope: { include: ['DEP-15'], exclude: [] } });
    await tool.hears(1);
    const { url: _, ...resource } = await done(product.anyone.get(`resources/${id}`));
    const reason = 'Le texte cité a changé.';
    const flagged = {
      ...resource,
      status: 'flagged',
      statusReason: reason,
      scope: { include: ['DEP-46'], exclude: [] },
    };
    await announced('editorial.resource.flagged.v1', id, { resource: flagged, previous: resource, reason });
    await announced('editorial.resource.withdrawn.v1', id, {
      resource: { ...flagged, status: 'withdrawn' },
      previous: flagged,
      reason,
    });
    const told = await tool.hears(3);
    expect(told.map(({ body }) => [body.sequence, body.type, body.data.status, body.data.reason ?? null])).toEqual([
      [1, 'resource.published', 'published', null],
      [2, 'resource.flagged', 'flagged', reason],
      [3, 'resource.withdrawn', 'withdrawn', reason],
    ]);
    await eventually(() => expect(chat.posts).toHaveLength(4), 15_000);
    const [welcome, ...cards] = chat.posts.map(({ body }) => body.embeds[0]);
    expect(welcome.title).toBe('Ce salon est relié à Essaim');
    expect(cards.map(({ author }) => author.name)).toEqual([
      'Nouvelle ressource',
      'Vérification en cours',
      'Ressource retirée',
    ]);
    expect(cards[0].title).toBe('Reprise @\u2060everyone');
    expect(cards[0].url).toContain(`/ressources/${id}`);
  });

  it('alone hears of the steps of what it contributed', async () => {
    const own = product.as(product.keys.network);
    const events = ['contribution.endorsed', 'contribution.changes_requested', 'contribution.published'];
    const foreign = await kept(active(product, { events }));
    const tool = await kept(registered(product, { events }, undefined, own));
    await eventually(async () => expect((await done(own.get(`webhook-endpoints/${tool.id}`))).status).toBe('active'));
    const { id } = await done(own.post('contributions', aContribution({ title: 'À compléter' })));
    const [endorsed] = await tool.hears(1);
    expect(endorsed?.body).toMatchObject({ type: 'contribution.endorsed', data: { id, title: 'À compléter' } });
    await decided(product, id, { recommendation: 'request-changes', comment: 'Précisez le terrain.' });
    const [, asked] = await tool.hears(2);
    expect(asked?.body).toMatchObject({
      type: 'contribution.changes_requested',
      data: { id, reasons: expect.arrayContaining([expect.stringContaining('Précisez le terrain.')]) },
    });
    const other = await published(product);
    const [, , , out] = await tool.hears(4);
    expect(out?.body).toMatchObject({ type: 'contribution.published', data: { id: other, url: expect.any(String) } });
    expect(foreign.told).toEqual([]);
    await own.delete(`webhook-endpoints/${tool.id}`);
  });
});
