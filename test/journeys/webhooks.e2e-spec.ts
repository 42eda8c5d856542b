import { afterEach, describe, expect, it } from '@jest/globals';
import { type Client, done, etagOf } from '../support/client.ts';
import { published } from '../support/editorial.ts';
import { eventually } from '../support/eventually.ts';
import { productForThisFile } from '../support/product.ts';
import { active, becomes, deliveriesOf, owner, registered, type Tool } from '../support/tool.ts';

const product = productForThisFile();

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

  it('and its endpoint are nobody else’s business', async () => {
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
